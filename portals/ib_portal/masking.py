"""What a partner sees of the people it brought: enough to know whom one speaks of, too little to write to them."""


def masked(name: str) -> str:
    """“Clara Weiss Client” → “Clara C.”; a single word keeps its first letter."""
    words = name.split()
    if len(words) > 1:
        return f"{words[0]} {words[-1][0]}."
    return f"{name.strip()[:1]}…" if name.strip() else "–"
