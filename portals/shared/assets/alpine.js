// The little state that lives in the browser. The CSP build evaluates no strings: pages name these parts.
import Alpine from "@alpinejs/csp";

function copyBox() {
  return {
    done: false,
    async copy() {
      const text = this.$refs.value.value;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        this.$refs.value.select(); // no clipboard without a secure context: the reader copies by hand
        return;
      }
      this.done = true;
      setTimeout(() => (this.done = false), 2000);
    },
  };
}

function revealBox() {
  return {
    shown: false,
    toggle() {
      this.shown = !this.shown;
      this.$refs.secret.type = this.shown ? "text" : "password";
    },
  };
}

function palette() {
  return {
    at: 0,
    links() {
      return [...this.$root.querySelectorAll("li:not([hidden]) a")];
    },
    filter() {
      const words = this.$refs.input.value.trim().toLowerCase().split(/\s+/);
      for (const item of this.$root.querySelectorAll("li[data-words]")) {
        item.hidden = !words.every((word) => item.dataset.words.toLowerCase().includes(word));
      }
      this.mark(0);
    },
    mark(at) {
      const links = this.links();
      this.at = Math.max(0, Math.min(links.length - 1, at));
      links.forEach((link, index) => link.classList.toggle("at-on", index === this.at));
    },
    down() {
      this.mark(this.at + 1);
    },
    up() {
      this.mark(this.at - 1);
    },
    go() {
      this.links()[this.at]?.click();
    },
  };
}

// One choice shows one part of a form: <select x-ref="choice" x-on:change="pick"> … <div data-when="wire">
function whenBox() {
  return {
    init() {
      this.pick();
    },
    pick() {
      const chosen = this.$root.querySelector("[data-choice]:checked, select[data-choice]")?.value ?? "";
      for (const part of this.$root.querySelectorAll("[data-when]")) {
        part.hidden = !part.dataset.when.split(" ").includes(chosen);
      }
    },
  };
}

export function startAlpine() {
  Alpine.data("copyBox", copyBox);
  Alpine.data("revealBox", revealBox);
  Alpine.data("palette", palette);
  Alpine.data("whenBox", whenBox);
  window.Alpine = Alpine;
  Alpine.start();
}
