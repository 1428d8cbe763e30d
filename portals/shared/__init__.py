"""What all four portals share: base pages, components, design tokens, the live socket."""
