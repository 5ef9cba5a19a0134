// Builds what the pages ask for into the package: `make web`. The names are fixed, the addresses carry a hash of the content.
// Styles are plain CSS, joined as they stand; islands are TypeScript, one file each; fonts and htmx are copied.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;
const into = resolve(here, '../src/mahdar/web/static');
const packages = resolve(here, 'node_modules');

const fonts: Record<string, string> = {
  'naskh-arabic.woff2': '@fontsource-variable/noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2',
  'naskh-latin.woff2': '@fontsource-variable/noto-naskh-arabic/files/noto-naskh-arabic-latin-wght-normal.woff2',
  'naskh-licence.txt': '@fontsource-variable/noto-naskh-arabic/LICENSE',
  'plex-licence.txt': '@fontsource/ibm-plex-sans-arabic/LICENSE',
};
for (const weight of [400, 500, 600, 700]) {
  for (const script of ['arabic', 'latin', ...(weight === 400 ? ['latin-ext'] : [])]) {
    fonts[`plex-${script}-${weight}.woff2`] =
      `@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-${script}-${weight}-normal.woff2`;
  }
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 10);

/** All files below a folder, in the order of their names. */
function below(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => (statSync(join(folder, name)).isDirectory() ? below(join(folder, name)) : [join(folder, name)]));
}

/** What the built files were made from, a line a source: a test compares it with the sources, so that nobody forgets to build. */
function stamp(): string {
  const source = resolve(here, 'src');
  return below(source)
    .map((file) => `${hash(readFileSync(file))} ${relative(source, file)}\n`)
    .join('');
}

const shipped: Plugin = {
  name: 'mahdar-shipped',
  closeBundle() {
    rmSync(join(into, 'fonts'), { recursive: true, force: true });
    mkdirSync(join(into, 'fonts'), { recursive: true });
    for (const [name, from] of Object.entries(fonts)) cpSync(join(packages, from), join(into, 'fonts', name));
    cpSync(join(packages, 'htmx.org/dist/htmx.min.js'), join(into, 'htmx.js'));
    cpSync(join(packages, 'htmx.org/LICENSE'), join(into, 'htmx-licence.txt'));
    for (const file of below(resolve(here, 'src/pictures'))) cpSync(file, join(into, basename(file)));
    const styles = below(resolve(here, 'src/styles'))
      .map((file) => readFileSync(file, 'utf8').trimEnd() + '\n')
      .join('\n')
      .replace(/url\((fonts\/[\w.-]+)\)/g, (_, name: string) => `url(${name}?v=${hash(readFileSync(join(into, name)))})`);
    writeFileSync(join(into, 'site.css'), '/* Made by `make web` from frontend/src/styles. */\n' + styles);
    writeFileSync(join(into, 'built-from.txt'), stamp());
  },
};

export default defineConfig({
  root: here,
  publicDir: false,
  plugins: [shipped],
  build: {
    outDir: into,
    emptyOutDir: false,
    minify: false,
    modulePreload: false,
    target: 'es2022',
    rollupOptions: {
      input: Object.fromEntries(
        readdirSync(resolve(here, 'src/islands')).map((name) => [name.replace('.ts', ''), resolve(here, 'src/islands', name)]),
      ),
      output: { entryFileNames: '[name].js', format: 'es' },
    },
  },
});
