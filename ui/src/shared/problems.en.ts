import { naming, type ProblemCatalogue } from './problem-words';
import { bytes, number, span, whenNext } from './time.svelte';
import { sayBlocks, sayRoles } from './wordpress-words';

const host = (p: Record<string, string>) => p['host'] ?? p['blog'] ?? 'the blog';
const Host = (p: Record<string, string>) => p['host'] ?? p['blog'] ?? 'The blog';
const file = (p: Record<string, string>) =>
  p['file'] || p['name'] ? `“${p['file'] || p['name']}”` : 'this file';
const picture = (p: Record<string, string>) =>
  p['file'] || p['name'] ? `The picture “${p['file'] || p['name']}”` : 'This picture';
const pdf = (p: Record<string, string>) =>
  p['file'] || p['name'] ? `The PDF “${p['file'] || p['name']}”` : 'This PDF';
const capital = (text: string) => text.replace(/^t/, 'T');

const faults: Record<string, string> = {
  expired: 'it has expired',
  not_yet_valid: 'it is not valid yet',
  unknown_issuer: 'nobody known has signed it',
  other_site: 'it is that of another site',
};
const losses: Record<string, string> = {
  publish: 'posts wait for an editor’s approval',
  html: 'frames, SVG drawings, styles and scripts are removed from the text',
  categories: 'new categories cannot be made',
  others: 'posts of others cannot be changed',
};

export const en: ProblemCatalogue = {
  home_in_use: {
    short: 'open elsewhere',
    sentence: () =>
      'Coupure is already open elsewhere on this folder. Everything can be read here; to write, close the other window and start again.',
  },
  home_unwritable: {
    short: 'folder is read-only',
    sentence: (p) =>
      `Coupure’s folder${naming(p, 'folder', (v) => ` (${v})`)} cannot be written to. Check its permissions, or choose another one.`,
  },
  database_newer: {
    short: 'data of a newer version',
    sentence: () =>
      'This data was written by a newer version of Coupure. Install that version to open it; nothing was changed.',
  },
  database_damaged: {
    short: 'data is damaged',
    sentence: () =>
      'The database is damaged. Go back to your last backup; the damaged file is kept as it is.',
  },
  disk_full: {
    short: 'disk full',
    sentence: () =>
      'The disk is full. Your text is still in the window: make some room and it is saved at once.',
  },
  not_found: {
    short: 'not found',
    sentence: () => 'This is not here any more. It may have been removed in another window.',
  },
  bad_argument: {
    short: 'value refused',
    sentence: (p) =>
      `This value will not do${naming(p, 'detail', (v) => `: ${v}`)}. Correct it and try again.`,
  },
  file_unreadable: {
    short: 'file cannot be read',
    sentence: (p) =>
      p['wanted'] === 'export'
        ? `${file(p).replace(/^this/, 'This')} is not a WordPress export. Make one on the blog: Tools, Export.`
        : `Cannot read ${file(p)}. Check that it exists and that you may open it.`,
  },
  file_too_large: {
    short: 'file too large',
    sentence: (p) =>
      `${capital(file(p))} is too large${naming(p, 'max_bytes', (v) => `: ${bytes(Number(v))} at most`)}. Make it smaller or cut it in two.`,
  },
  text_not_utf8: {
    short: 'text cannot be read',
    sentence: (p) => `The text of ${file(p)} is not UTF-8. Save it as UTF-8 and try again.`,
  },
  text_too_deep: {
    short: 'text too deeply nested',
    sentence: () =>
      'This text has too many quotes or lists inside one another. Take out a few levels.',
  },
  front_matter_invalid: {
    short: 'front matter cannot be read',
    sentence: (p) =>
      `The file’s front matter cannot be read${naming(p, 'detail', (v) => `: ${v}`)}. Correct it, or remove the lines between “---”.`,
  },
  picture_empty: {
    short: 'empty picture',
    sentence: (p) => `${picture(p)} is empty. Copy it again from the camera or the scanner.`,
  },
  not_a_picture: {
    short: 'not a picture',
    sentence: (p) =>
      `${capital(file(p))} is not a picture that Coupure knows. Choose a JPEG, PNG, TIFF, WebP, HEIC or PDF file.`,
  },
  picture_truncated: {
    short: 'picture incomplete',
    sentence: (p) => `${picture(p)} stops half-way. Copy it again from the camera or the scanner.`,
  },
  picture_too_large: {
    short: 'picture too large',
    sentence: (p) => {
      const size = p['width_px'] && p['height_px']
        ? ` (${number(Number(p['width_px']))} × ${number(Number(p['height_px']))} pixels)`
        : '';
      return `${picture(p)} is too large${size}. Scan at a lower resolution, or make it smaller.`;
    },
  },
  picture_unsupported: {
    short: 'format not supported',
    sentence: (p) =>
      p['kind']?.startsWith('HEIC')
        ? `${picture(p)} is a kind of HEIC that Coupure cannot read. On the iPhone, choose Settings › Camera › Formats › “Most Compatible”, or e-mail the photo to yourself: it arrives as a JPEG.`
        : `${picture(p)} is in a format that Coupure cannot read. Save it as JPEG or PNG.`,
  },
  pdf_password: {
    short: 'protected PDF',
    sentence: (p) => `${pdf(p)} asks for a password. Remove the protection and try again.`,
  },
  pdf_damaged: {
    short: 'damaged PDF',
    sentence: (p) => `${pdf(p)} is damaged. Download it again, or print it to PDF.`,
  },
  pdf_too_heavy: {
    short: 'PDF too heavy',
    sentence: (p) =>
      `${pdf(p)} asks for more time or memory than any page should. Print the page you want into a new PDF, or take a photo of it.`,
  },
  page_missing: {
    short: 'no such page',
    sentence: (p) =>
      `This document has no page${naming(p, 'page', (v) => ` ${v}`)}${naming(p, 'pages', (v) => `: it has ${v}`)}.`,
  },
  too_many_pages: {
    short: 'too many pages',
    sentence: (p) =>
      `${capital(file(p))} has ${p['pages'] ? number(Number(p['pages'])) : 'too many'} pages. Say which ones to take, at most ${p['max'] ?? '24'} at once.`,
  },
  models_missing: {
    short: 'reading is not installed',
    sentence: () =>
      'The files that read text are missing. The picture is kept; install Coupure again to read the words.',
  },
  cancelled: { short: 'cancelled', sentence: () => 'Cancelled. The original is kept as it is.' },
  clipping_not_ready: {
    short: 'clipping still being read',
    sentence: () => 'A clipping in this post is still being read. The post goes out as soon as it is ready.',
    asked: () => 'This clipping is still being read. Try again once it is ready.',
  },
  attachment_unsupported: {
    short: 'permission not kept',
    sentence: (p) =>
      `${p['file'] ? `“${p['file']}”` : 'This file'} cannot be kept as a permission. Choose a .eml, .pdf, .txt, .png, .jpg or .webp file that is not empty.`,
  },
  address_invalid: {
    short: 'not an address',
    sentence: (p) =>
      p['login'] !== undefined
        ? `Leave the name and the password out of the address (${p['address']}): they are asked for apart.`
        : `${p['address'] ? `“${p['address']}”` : 'This'} is not a blog’s address. Write it as in the browser: https://example.com.`,
  },
  address_not_found: {
    short: 'address not found',
    sentence: (p) => `No site answers to the name of ${host(p)}. Check the spelling of the address, and the connection.`,
  },
  offline: {
    short: 'no network',
    sentence: () => 'No network. The post will go out by itself when the connection is back.',
    asked: (p) =>
      `${Host(p)} does not answer. Check the address (http or https?), then the network.`,
  },
  timed_out: {
    short: 'no answer',
    sentence: (p) => `${Host(p)} did not answer in time. Coupure will try again by itself.`,
    asked: (p) =>
      `${Host(p)} did not answer in time. Check the address and the network, then try again.`,
  },
  certificate_refused: {
    short: 'certificate refused',
    sentence: (p) => {
      const fault = faults[p['fault'] ?? ''];
      return `The certificate of ${host(p)} is not valid${fault ? `: ${fault}` : ''}. Nothing was sent. Check the address and this computer’s date, or tell the host.`;
    },
  },
  redirect_loop: {
    short: 'endless redirects',
    sentence: (p) => `${Host(p)} sends from address to address without end. Check the blog’s address in its settings.`,
  },
  redirected: {
    short: 'address has moved',
    sentence: (p) =>
      `The blog is now at another address${naming(p, 'to', (v) => `: ${v}`)}. Enter that one in the settings.`,
  },
  not_wordpress: {
    short: 'not a WordPress',
    sentence: (p) =>
      `This site${naming(p, 'host', (v) => ` (${v})`)} is not a WordPress, or does not say so. Enter the address of the blog’s home page.`,
  },
  rest_off: {
    short: 'remote access closed',
    sentence: (p) =>
      `On ${host(p)} the WordPress REST API is closed${naming(p, 'detail', (v) => `: “${v}”`)}. Open it (often in a security plugin), or ask the host to.`,
  },
  xml_rpc_off: {
    short: 'older interface closed',
    sentence: (p) =>
      `On ${host(p)} the older interface (XML-RPC) is closed. Open it (often in a security plugin), or ask the host to.`,
  },
  answer_unreadable: {
    short: 'answer cannot be read',
    sentence: (p) => `${Host(p)} answered something unexpected. Coupure will try again by itself.`,
    asked: (p) =>
      `${Host(p)} gave an unexpected answer. Check the address, then try again.`,
  },
  server_fault: {
    short: 'blog is down',
    sentence: (p) =>
      `${Host(p)} is down${naming(p, 'status', (v) => ` (error ${v})`)}. Coupure will try again by itself.`,
    asked: (p) =>
      `${Host(p)} has a fault${naming(p, 'status', (v) => ` (error ${v})`)}. Try again later; if it lasts, tell the host.`,
  },
  server_busy: {
    short: 'blog is busy',
    sentence: (p) => `${Host(p)} asks Coupure to wait a little. It will try again by itself.`,
    asked: (p) =>
      `${Host(p)} asks you to wait a little. Try again in a few minutes.`,
  },
  captive_portal: {
    short: 'network to sign in to',
    sentence: (p) =>
      `Another page answers in place of ${host(p)}, as the Wi-Fi of a station or a hotel does. Open the browser and sign in to that network; if the blog shows normally there, it is no longer a WordPress at this address.`,
  },
  maintenance: {
    short: 'blog under maintenance',
    sentence: (p) =>
      `${Host(p)} is under maintenance, often during an update. Coupure will try again by itself; if it lasts, delete the file “.maintenance” that was left on the server.`,
    asked: (p) =>
      `${Host(p)} is under maintenance, often during an update. Try again in a few minutes; if it lasts, delete the file “.maintenance” that was left on the server.`,
  },
  database_down: {
    short: 'database down',
    sentence: (p) =>
      `On ${host(p)}, WordPress cannot reach its database. Coupure will try again by itself; if it lasts, tell the host.`,
    asked: (p) =>
      `On ${host(p)}, WordPress cannot reach its database. Try again later; if it lasts, tell the host.`,
  },
  clock_wrong: {
    short: 'clock off',
    sentence: (p) => {
      const ahead = Number(p['seconds_ahead'] ?? 0);
      const off = ahead === 0 ? 'not set to the same time as' : `${span(Math.abs(ahead))} ${ahead < 0 ? 'behind' : 'ahead of'}`;
      return `This computer’s clock is ${off} that of ${host(p)}. Set the date and time in the system’s settings: scheduled posts and certificates depend on them.`;
    },
  },
  password_refused: {
    short: 'user name or password refused',
    sentence: (p) =>
      p['by'] === 'browser'
        ? `${Host(p)} no longer lets Coupure in. Connect the blog again in the browser.`
        : `${Host(p)} refuses the user name${naming(p, 'user', (v) => ` “${v}”`)} or its password. Check the user name; if it is right, create an application password in WordPress (Profile) and enter it in the settings.${p['header'] === undefined ? '' : ' If that one is refused too, the server probably removes the sign-in: ask the host to let the “Authorization” header through.'}`,
  },
  authorization_stripped: {
    short: 'sign-in lost on the way',
    sentence: (p) =>
      `The server of ${host(p)} removes the sign-in before WordPress sees it. Ask the host to let the “Authorization” header through.`,
  },
  application_passwords_off: {
    short: 'application passwords are off',
    sentence: (p) =>
      `${Host(p)} does not accept application passwords. They need at least WordPress 5.6, and https; a security plugin may also forbid them: allow them.`,
  },
  not_allowed: {
    short: 'not allowed',
    sentence: (p) =>
      `${p['user'] ? p['user'] : 'Your account'} may not do this on ${host(p)}. Ask for the role of author or editor.`,
  },
  secret_missing: {
    short: 'password missing',
    sentence: (p) => `The password for ${host(p)} is not on this computer. Enter it again in the settings.`,
  },
  keychain_unavailable: {
    short: 'keychain is closed',
    sentence: () => 'The system’s keychain does not answer. Sign in or unlock it, then try again.',
  },
  authorise_unavailable: {
    short: 'cannot connect in the browser',
    sentence: (p) => `${Host(p)} has no page for connecting in the browser. Enter an application password.`,
  },
  authorise_rejected: {
    short: 'connection refused',
    sentence: (p) => `The connection to ${host(p)} was refused in the browser. Begin again, or enter an application password.`,
  },
  authorise_stale: {
    short: 'request out of date',
    sentence: () =>
      'This answer of the browser belongs to no request under way. Nothing was added: begin again from the settings.',
  },
  authorise_other_site: {
    short: 'answer of another site',
    sentence: (p) =>
      `The browser answered for another site${naming(p, 'site', (v) => ` (${v})`)}. Its password was not kept: begin again, or enter an application password.`,
  },
  not_encrypted: {
    short: 'connection not encrypted',
    sentence: (p) =>
      `${Host(p)} is reached without https: the password can be read on the way. Ask the host for a certificate, then enter the address with https://.`,
  },
  wordpress_old: {
    short: 'old WordPress',
    sentence: (p) =>
      `This WordPress${naming(p, 'version', (v) => ` (${v})`)} is older than those that Coupure knows. Update it when you can.`,
  },
  answers_junk: {
    short: 'cluttered answers',
    sentence: (p) =>
      `${Host(p)} writes something else before its answers${naming(p, 'detail', (v) => ` (“${v}”)`)}. Each post sent then has to be checked, which takes some minutes: look for the plugin that prints warnings.`,
  },
  role_limited: {
    short: 'limited role',
    sentence: (p) => {
      const lost = (p['loses'] ?? '').split(',').map((what) => losses[what]).filter((words) => words !== undefined);
      return `${p['user'] ?? 'Your account'} has a limited role on ${host(p)}${naming(p, 'role', (v) => ` (${sayRoles(v)})`)}${lost.length > 0 ? `: ${lost.join('; ')}` : ''}. Ask for a higher one if you need them.`;
    },
  },
  upload_limit_low: {
    short: 'low limit for pictures',
    sentence: (p) =>
      `${Host(p)} takes no picture larger than about ${bytes(Number(p['max_bytes'] ?? 0))}. Larger ones are made smaller, if you agree; the host can raise that limit.`,
  },
  blocks_missing: {
    short: 'blocks unknown to the blog',
    sentence: (p) =>
      `${Host(p)} does not know some blocks${naming(p, 'blocks', (v) => ` (${sayBlocks(v)})`)}. What needs them is sent in a simpler form.`,
  },
  revisions_off: {
    short: 'no older versions',
    sentence: (p) =>
      `${Host(p)} keeps no older versions of posts: what somebody wrote there at the very moment a post is sent could not be seen. Allow revisions if several of you write.`,
  },
  content_refused: {
    short: 'post to be changed',
    sentence: (p) =>
      `${Host(p)} refuses this post${naming(p, 'detail', (v) => `: ${v}`)}. Change it, then publish again.`,
  },
  upload_refused: {
    short: 'picture to be replaced',
    sentence: (p) =>
      `${Host(p)} refuses a picture${naming(p, 'detail', (v) => `: ${v}`)}. Remove or replace it, then publish again.`,
  },
  upload_too_large: {
    short: 'picture too heavy',
    sentence: (p) =>
      `${p['name'] ? `The picture “${p['name']}”` : 'A picture'}${naming(p, 'size_bytes', (v) => ` (${bytes(Number(v))})`)} is too heavy for ${host(p)}${naming(p, 'max_bytes', (v) => `, which takes ${bytes(Number(v))} at most`)}. Coupure can send a lighter version, if you agree; the host can also raise the limit.`,
  },
  embargoed: {
    short: 'under embargo',
    sentence: (p) =>
      `A clipping in this post is under embargo. The post will go out by itself${naming(p, 'until', (v) => ` ${whenNext(v)}`) || ' on its date'}.`,
  },
  outcome_unknown: {
    short: 'being checked',
    sentence: (p) =>
      `The connection to ${host(p)} broke while the post was being sent. Coupure first looks at what has arrived, so that nothing is published twice.`,
  },
  changed_meanwhile: {
    short: 'changed on the blog just now',
    sentence: (p) =>
      `Somebody changed the post on ${host(p)} just now. Nothing was overwritten: Coupure reads the blog again before it sends.`,
  },
  changed_on_blog: {
    short: 'changed on the blog too',
    sentence: (p) => {
      if (p['again']) return 'One of the two versions has changed since you opened them. Nothing was chosen: look at them again.';
      return p['merged']
        ? 'The post was changed on the blog too, and both versions are joined in your text. Read it, then send it.'
        : 'The post was changed on the blog too. Nothing is overwritten: compare both versions and choose.';
    },
  },
  merged_to_read: {
    short: 'joined, to be read',
    sentence: () =>
      'The post was changed on the blog too. Both versions have been joined and nothing has been sent: read the result, then send it.',
  },
  gone_from_blog: {
    short: 'gone from the blog',
    sentence: (p) =>
      `This post was trashed or deleted on ${host(p)}. Nothing has been sent. Publishing it again makes a new post, without the comments of the first one; you can also leave it off the blog. Your text stays here.`,
  },
  waited_long: {
    short: 'to be confirmed',
    sentence: () => 'This post has waited for more than a day. Read it again, then confirm that it is to be sent.',
  },
  hour_passed: {
    short: 'time has passed',
    sentence: () =>
      'The time that was planned passed before the post could go out. Send it now, or choose another time.',
  },
  folder_unwritable: {
    short: 'folder cannot be written',
    sentence: (p) =>
      `Cannot write to the blog’s folder${naming(p, 'folder', (v) => ` (${v})`)}. Check that it exists and that the disk is plugged in.`,
  },
  folder_occupied: {
    short: 'folder already in use',
    sentence: (p) =>
      `This folder already holds ${p['file'] ? `“${p['file']}”` : 'a file'}, which Coupure did not make and will not overwrite. Choose an empty folder.`,
  },
  watched_folder_missing: {
    short: 'folder not found',
    sentence: (p) =>
      `The watched folder${naming(p, 'folder', (v) => ` “${v}”`)} is gone or cannot be opened. Coupure goes on as soon as it is back.`,
  },
  watched_folder_too_full: {
    short: 'folder too full',
    sentence: (p) =>
      `The folder${naming(p, 'folder', (v) => ` “${v}”`)} holds too many files to be watched. Choose the one into which the scanner or the phone puts its own.`,
  },
  name_taken: {
    short: 'name already taken',
    sentence: (p) => p['file'] ? `This folder is the blog “${p['name'] ?? ''}” already.` : p['user'] ? `This site is here already${p['name'] ? ` as “${p['name']}”` : ''}, with the account ${p['user']}. Remove it first to write there with another account.` : `Another blog is already called ${p['name'] ? `“${p['name']}”` : 'that'}. Choose another name.`,
  },
  nothing_to_publish: {
    short: 'empty post',
    sentence: () => 'This post is empty. Write a title or a text first.',
  },
  nothing_published: {
    short: 'nothing published',
    sentence: () => 'This post is on no blog: there is nothing to take back.',
  },
  too_late: {
    short: 'too late',
    sentence: () => 'Too late to undo: the post is already being sent. You can take it back afterwards.',
  },
  internal: {
    short: 'fault of Coupure',
    sentence: () =>
      'Coupure made a mistake. Your text is kept; if it happens again, restart the application and report it.',
  },
};
