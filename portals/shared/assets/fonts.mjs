// The bundled font families a brand may choose from. Only the weights and scripts named here are shipped;
// a browser downloads a file when a page uses it and the text needs its unicode range.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const WESTERN = ["latin", "latin-ext"];

const FAMILIES = [
  { name: "Inter", pack: "inter", weights: [400, 500, 600, 700], subsets: WESTERN },
  { name: "IBM Plex Sans", pack: "ibm-plex-sans", weights: [400, 500, 600, 700], subsets: WESTERN },
  { name: "IBM Plex Serif", pack: "ibm-plex-serif", weights: [500, 600], subsets: WESTERN },
  { name: "Source Sans 3", pack: "source-sans-3", weights: [400, 500, 600, 700], subsets: WESTERN },
  { name: "Source Serif 4", pack: "source-serif-4", weights: [500, 600], subsets: WESTERN },
  { name: "Noto Sans", pack: "noto-sans", weights: [400, 500, 600, 700], subsets: WESTERN },
  { name: "Noto Serif", pack: "noto-serif", weights: [500, 600], subsets: WESTERN },
  { name: "Noto Sans Arabic", pack: "noto-sans-arabic", weights: [400, 500, 600, 700], subsets: ["arabic"] },
];

export function fontFaces(root) {
  return FAMILIES.flatMap((family) => faces(root, family)).join("\n");
}

function faces(root, { name, pack, weights, subsets }) {
  const folder = join(root, "node_modules/@fontsource", pack);
  const ranges = JSON.parse(readFileSync(join(folder, "unicode.json"), "utf8"));
  return subsets.flatMap((subset) =>
    weights.map(
      (weight) => `@font-face {
  font-family: "${name}"; font-style: normal; font-weight: ${weight}; font-display: swap;
  src: url("@fontsource/${pack}/files/${pack}-${subset}-${weight}-normal.woff2") format("woff2");
  unicode-range: ${ranges[subset]};
}`,
    ),
  );
}
