// A link to one of the author's posts, as Markdown.

/** `[titre](adresse)`; what is Markdown in a title is written as text, and so are brackets. */
export function postLink(title: string, url: string): string {
  const plain = title.replace(/([\\`*_[\]<>~])/g, '\\$1');
  const safe = url.replace(/\(/g, '%28').replace(/\)/g, '%29').replace(/ /g, '%20');
  return `[${plain}](${safe})`;
}
