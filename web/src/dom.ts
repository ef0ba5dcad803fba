// SPDX-License-Identifier: Apache-2.0

type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: any) => void);

/// An element with attributes, listeners (`onclick`) and children. Text is never read as markup.
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, Value> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (name === 'value') (element as any).value = String(value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  fill(element, ...children);
  return element;
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
}

export function byId(id: string): HTMLElement {
  return document.getElementById(id)!;
}

/// What is unfolded in an element, by the names of its sections; the answer unfolds the same in
/// another.
export function openSections(element: Element): (other: Element) => void {
  const name = (one: HTMLElement) => one.dataset.rule ?? one.dataset.section ?? '';
  const open = new Set([...element.querySelectorAll<HTMLElement>('details[open]')].map(name));
  return (other) => {
    for (const one of other.querySelectorAll<HTMLDetailsElement>('details')) one.open = open.has(name(one)) && name(one) !== '';
  };
}

/// For a pane that takes the place of one of the same tab: what was unfolded, where it was scrolled
/// to and what had the focus. The answer is called once the new one is in the page.
export function stayIn(before: HTMLElement | null, now: HTMLElement): () => void {
  if (!before || before.getAttribute('aria-labelledby') !== now.getAttribute('aria-labelledby')) return () => undefined;
  openSections(before)(now);
  const { scrollTop } = before;
  const key = (one: Element | null) => one && before.contains(one) ? one.id || one.getAttribute('aria-label') : null;
  const focused = key(document.activeElement);
  return () => {
    now.scrollTop = scrollTop;
    if (!focused) return;
    [...now.querySelectorAll<HTMLElement>('button, input, select, textarea')]
      .find((one) => one.id === focused || one.getAttribute('aria-label') === focused)?.focus();
  };
}

/// Told to screen readers, and shown for a moment.
export function announce(text: string): void {
  const said = byId('said');
  if (said.textContent !== text) said.textContent = text;
  said.classList.add('shown');
  window.clearTimeout(Number(said.dataset.timer));
  said.dataset.timer = String(window.setTimeout(() => said.classList.remove('shown'), 4000));
}

/// A small coloured square or line for a legend.
export function swatch(fill: string, line: string, dimension = 2): HTMLElement {
  const box = h('span', { class: `swatch d${dimension}`, 'aria-hidden': 'true' });
  box.style.setProperty('--fill', fill);
  box.style.setProperty('--line', line);
  return box;
}
