"""Compare the terms of office in `tenures.csv` with extracts of Wikidata (CC0) and REIGN (MIT), and mark what they confirm.

Most terms are written by hand. An extract confirms a term if it gives the same person the same office from the same
year (Wikidata's leaders), month (Wikidata's ministers) or month give or take one (REIGN, which tells who was in power,
president or prime minister). Where an extract has the person in the office, but from another time, both are printed:
one of the two is wrong, or it counts a second term as a new one. With --mark the column `source` is written anew.

    python tools/derive_tenures.py FOLDER [--mark]

FOLDER holds leaders-wikidata.csv, ministers-wikidata-2023-01.csv and reign-leaders-to-2021-03.csv. Exit status 0, or 2
where a file is missing.
"""

import argparse
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent.parent / "src/mahdar/knowledge/data"
LEADERS = ("state_item", "state", "position_item", "position", "person", "name", "start", "end")
MINISTERS = ("person", "name", "state_item", "state", "position_item", "position", "start", "statement")
COLUMNS = ("person", "office", "of", "start", "end", "known_until", "source", "certainty", "beside")
REIGN_LAST = "2021-03"

HEAD_OF_STATE = {
    "president", "king", "queen", "emir", "sultan", "emperor", "supreme leader", "leader", "pope", "duke",
    "head of the presidential council", "head of the sovereignty council", "head of the military council",
}  # fmt: skip
HEAD_OF_GOVERNMENT = {"prime minister", "chancellor"}
GOVERNMENT = re.compile(r"prime minister|premier|chancellor|taoiseach|executive yuan|head of government")
FOREIGN = re.compile(r"foreign|external|secretary of state|international")
# States as the extracts call them, where states.csv has another English name.
CALLED = {
    "people's republic of china": "CN", "united states of america": "US", "republic of ireland": "IE", "the gambia": "GM",
    "ivory coast": "CI", "cote d'ivoire": "CI", "cape verde": "CV", "czech republic": "CZ", "turkey": "TR",
    "state of palestine": "PS", "the bahamas": "BS", "republic of the congo": "CG", "eswatini": "SZ", "east timor": "TL",
    "democratic republic of the congo": "CD", "republic of china (taiwan)": "TW", "vatican city": "VA",
    "federated states of micronesia": "FM", "realm of the united kingdom": "GB",
}  # fmt: skip
# REIGN's abbreviations of states.
REIGN = dict(
    pair.split("=")
    for pair in """
    USA=US CAN=CA CUB=CU HAI=HT DOM=DO JAM=JM TRI=TT MEX=MX GUA=GT HON=HN SAL=SV NIC=NI COS=CR PAN=PA COL=CO VEN=VE GUY=GY
    SUR=SR ECU=EC PER=PE BRA=BR BOL=BO PAR=PY CHL=CL ARG=AR URU=UY UKG=GB IRE=IE NTH=NL BEL=BE LUX=LU FRN=FR SPN=ES POR=PT
    GMY=DE POL=PL AUS=AT HUN=HU CZR=CZ SLO=SK ITA=IT MLT=MT ALB=AL MNG=ME MAC=MK CRO=HR YUG=RS SER=RS KOS=XK SLV=SI GRC=GR
    CYP=CY BUL=BG MLD=MD ROM=RO RUS=RU EST=EE LAT=LV LIT=LT UKR=UA BLR=BY ARM=AM GRG=GE AZE=AZ FIN=FI SWD=SE NOR=NO DEN=DK
    ICE=IS CAP=CV GNB=GW EQG=GQ GAM=GM MLI=ML SEN=SN BEN=BJ MAA=MR NIR=NE CDI=CI GUI=GN BFO=BF LBR=LR SIE=SL GHA=GH TOG=TG
    CAO=CM NIG=NG GAB=GA CEN=CF CHA=TD CON=CG DRC=CD UGA=UG KEN=KE TAZ=TZ BUI=BI RWA=RW SOM=SO DJI=DJ ETH=ET ERI=ER ANG=AO
    MZM=MZ ZAM=ZM ZIM=ZW MAW=MW SAF=ZA NAM=NA LES=LS BOT=BW SWA=SZ MAG=MG COM=KM MAS=MU MOR=MA ALG=DZ TUN=TN LIB=LY SUD=SD
    SSD=SS IRN=IR TUR=TR IRQ=IQ EGY=EG SYR=SY LEB=LB JOR=JO ISR=IL SAU=SA YEM=YE KUW=KW BAH=BH QAT=QA UAE=AE OMA=OM AFG=AF
    TKM=TM TAJ=TJ KYR=KG UZB=UZ KZK=KZ CHN=CN MON=MN TAW=TW PRK=KP ROK=KR JPN=JP IND=IN BHU=BT PAK=PK BNG=BD MYA=MM SRI=LK
    MAD=MV NEP=NP THI=TH CAM=KH LAO=LA DRV=VN MAL=MY SIN=SG BRU=BN PHI=PH INS=ID ETM=TL AUL=AU PNG=PG NEW=NZ SOL=SB FIJ=FJ
    """.split()
)


class Claim(NamedTuple):
    """What an extract says: this person, in the rank of head of state (S), of government (G) or foreign minister (F)."""

    person: str
    of: str
    rank: str
    start: str


def rank_of(office: str) -> str:
    """The rank of an office of `offices.toml`, "" for all others."""
    if office in HEAD_OF_STATE:
        return "S"
    if office in HEAD_OF_GOVERNMENT:
        return "G"
    return "F" if office == "foreign minister" else ""


def rank_of_position(position: str) -> str:
    """The rank of a position as Wikidata calls it."""
    low = position.lower()
    return "G" if GOVERNMENT.search(low) else "F" if FOREIGN.search(low) else "S"


def plain(name: str) -> str:
    """A Latin name in small letters without marks, words parted by "_"."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "_", bare.lower()).strip("_")


def wikidata(folder: Path, states: dict[str, str]) -> Iterator[Claim]:
    """The claims of both Wikidata extracts about states that `states` (English name, ISO code) knows."""
    for name, columns in (("leaders-wikidata.csv", LEADERS), ("ministers-wikidata-2023-01.csv", MINISTERS)):
        with (folder / name).open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, fieldnames=columns):
                of = states.get(row["state"].lower(), "")
                if of and row["person"].startswith("Q") and row["start"][:1].isdigit():
                    yield Claim(row["person"], of, rank_of_position(row["position"]), row["start"])


def reign(folder: Path) -> Iterator[tuple[str, str, int]]:
    """State, leader and first month (counted from year 0) of REIGN's spells."""
    path = folder / "reign-leaders-to-2021-03.csv"
    with path.open(encoding="utf-8", errors="replace") as lines:
        for row in csv.DictReader(lines):
            if row["stateabb"] in REIGN and row["syear"].isdigit() and row["smonth"].isdigit():
                yield REIGN[row["stateabb"]], plain(row["leader"]), int(row["syear"]) * 12 + int(row["smonth"])


def month_of(start: str) -> int:
    return int(start[:4]) * 12 + int(start[5:7])


def agrees(start: str, claimed: str) -> bool:
    """Whether two dates of different precision may be the same; days of one month are taken for the same."""
    shared = min(len(start), len(claimed), 7)
    return start[:shared] == claimed[:shared]


def main(arguments: list[str]) -> int:
    """Print what contradicts, count what confirms, and with --mark write `source` anew."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mark", action="store_true", help="write the column `source` of tenures.csv")
    options = parser.parse_args(arguments)
    with (DATA / "states.csv").open(encoding="utf-8") as lines:
        states = {row["name_en"].lower(): row["id"] for row in csv.DictReader(lines)} | CALLED
    with (DATA / "persons.csv").open(encoding="utf-8") as lines:
        names = {row["id"]: row["name_en"] for row in csv.DictReader(lines)}
    with (DATA / "tenures.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    try:
        claims: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for claim in wikidata(options.folder, states):
            claims[claim.person, claim.of, claim.rank].add(claim.start)
        spells = list(reign(options.folder))
    except FileNotFoundError as problem:
        print(f"no such file: {problem.filename}", file=sys.stderr)
        return 2
    held: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        rank = rank_of(row["office"])
        held[row["person"], row["of"], rank].append(row["start"])
        sources = ["own"]
        if rank and any(agrees(row["start"], start) for start in claims.get((row["person"], row["of"], rank), ())):
            sources.append("wikidata")
        if rank in {"S", "G"} and "-" in row["start"] and row["start"] <= REIGN_LAST:
            name = plain(names[row["person"]])
            if any(
                of == row["of"]
                and abs(month - month_of(row["start"])) <= 1
                and any(len(part) > 2 and part in name for part in leader.split("_"))
                for of, leader, month in spells
            ):
                sources.append("reign")
        row["source"] = ";".join(sources)
    for (person, of, rank), starts in sorted(claims.items()):
        mine = held.get((person, of, rank))
        for start in sorted(starts):
            if mine and not any(agrees(other, start) for other in mine):
                print(f"{of} {rank} {names[person]}: {start} there, {', '.join(sorted(mine))} here")
    confirmed = sum(row["source"] != "own" for row in rows)
    print(f"{len(rows)} terms, {confirmed} confirmed")
    if options.mark:
        with (DATA / "tenures.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
