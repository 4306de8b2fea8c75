//! As much of HTTP/1.1 as a proxy of one request a connection needs.

use std::io;

use tokio::{io::AsyncReadExt, net::TcpStream};

const HEAD_BYTES_MAX: usize = 64 * 1024;
const END_OF_HEAD: &[u8] = b"\r\n\r\n";

pub(super) const FAULT: &str =
    "<html><body><h1>Il y a eu une erreur critique sur ce site.</h1></body></html>";
pub(super) const MAINTENANCE: &str =
    "<html><body>Bri\u{e8}vement indisponible pour maintenance programm\u{e9}e.</body></html>";
pub(super) const PORTAL: &str = "<!doctype html><html><head><title>Wi-Fi en gare</title></head>\
    <body><form action=\"/connexion\">Acceptez les conditions.</form></body></html>";
const JUNK: &[u8] =
    "\u{feff}<br />\n<b>Warning</b>: Undefined variable $a in <b>plugin.php</b>\n".as_bytes();

/// How the names of calls begin that change nothing.
const READS: [&str; 2] = ["wp.get", "system."];

pub(super) struct Request {
    head: Vec<u8>,
    body: Vec<u8>,
    method: String,
    length: usize,
}

impl Request {
    /// `None`: the client closed without asking anything.
    pub async fn read_head(client: &mut TcpStream) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(at) = find(&bytes, END_OF_HEAD) {
                break at + END_OF_HEAD.len();
            }
            if bytes.len() > HEAD_BYTES_MAX {
                return Err(io::Error::other("a head without end"));
            }
            if client.read_buf(&mut bytes).await? == 0 {
                return Ok(None);
            }
        };
        let body = bytes.split_off(end);
        let head = String::from_utf8_lossy(&bytes).into_owned();
        let method = head.split(' ').next().unwrap_or_default().to_owned();
        let length = header(&head, "content-length").and_then(|text| text.parse().ok());
        Ok(Some(Self { head: closing(&head), body, method, length: length.unwrap_or(0) }))
    }

    pub async fn read_body(&mut self, client: &mut TcpStream) -> io::Result<()> {
        while self.body.len() < self.length {
            if client.read_buf(&mut self.body).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    /// A call by XML-RPC: what it does is said in its body.
    pub fn is_call(&self) -> bool {
        self.method == "POST" && first_line(&self.head).contains("/xmlrpc.php")
    }

    /// Of a call, once its body was read.
    pub fn writes(&self) -> bool {
        if self.is_call() {
            let called = name_called(&self.body).unwrap_or_default();
            return !READS.iter().any(|reads| called.starts_with(reads));
        }
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }

    pub fn bytes(&self) -> Vec<u8> {
        [self.head.as_slice(), &self.body].concat()
    }
}

/// An answer of the proxy's own.
pub(super) fn page(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The same answer with what a plugin printed before it.
pub(super) fn with_junk(reply: &[u8]) -> Vec<u8> {
    let Some(at) = find(reply, END_OF_HEAD) else { return reply.to_vec() };
    let (head, body) = reply.split_at(at + END_OF_HEAD.len());
    let head = String::from_utf8_lossy(head);
    // Ended by the end of the connection, as PHP's own server does.
    let kept = head.split("\r\n").filter(|line| !is(line, "content-length"));
    let head = kept.collect::<Vec<_>>().join("\r\n");
    [head.as_bytes(), JUNK, body].concat()
}

/// The same answer, dated so many seconds later.
pub(super) fn at_another_hour(reply: &[u8], seconds: i64) -> Vec<u8> {
    let Some(at) = find(reply, END_OF_HEAD) else { return reply.to_vec() };
    let (head, rest) = reply.split_at(at);
    let head = String::from_utf8_lossy(head);
    let later = |line: &str| {
        let (_, date) = line.split_once(':').filter(|_| is(line, "date"))?;
        let date = jiff::fmt::rfc2822::parse(date.trim()).ok()?.timestamp();
        let date = date.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
        let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
        Some(format!("Date: {}", printer.timestamp_to_rfc9110_string(&date).ok()?))
    };
    let lines = head.split("\r\n").map(|line| later(line).unwrap_or_else(|| line.to_owned()));
    [lines.collect::<Vec<_>>().join("\r\n").as_bytes(), rest].concat()
}

/// The head with the wish that the connection ends after the answer.
fn closing(head: &str) -> Vec<u8> {
    let kept: Vec<&str> =
        head.trim_end().split("\r\n").filter(|line| !is(line, "connection")).collect();
    format!("{}\r\nConnection: close\r\n\r\n", kept.join("\r\n")).into_bytes()
}

fn first_line(head: &[u8]) -> String {
    let end = find(head, b"\r\n").unwrap_or(head.len());
    String::from_utf8_lossy(&head[..end]).into_owned()
}

fn name_called(body: &[u8]) -> Option<String> {
    let start = find(body, b"<methodName>")? + b"<methodName>".len();
    let end = start + find(&body[start..], b"</methodName>")?;
    Some(String::from_utf8_lossy(&body[start..end]).trim().to_owned())
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let line = head.split("\r\n").find(|line| is(line, name))?;
    Some(line.split_once(':')?.1.trim())
}

fn is(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(name))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(line: &str, body: &str) -> Request {
        let head = closing(&format!("{line} HTTP/1.1\r\nHost: a.example\r\n\r\n"));
        let method = line.split(' ').next().unwrap_or_default().to_owned();
        Request { head, body: body.into(), method, length: body.len() }
    }

    fn call(name: &str) -> Request {
        let body = format!("<?xml version=\"1.0\"?><methodCall><methodName>{name}</methodName>");
        request("POST /xmlrpc.php", &body)
    }

    #[test]
    fn a_write_is_told_from_a_read_by_any_interface() {
        assert!(!request("GET /wp-json/wp/v2/posts", "").writes());
        assert!(request("POST /wp-json/wp/v2/posts", "{}").writes());
        for reads in ["wp.getPost", "wp.getPosts", "wp.getRevisions", "system.listMethods"] {
            assert!(!call(reads).writes(), "{reads}");
        }
        let writes = ["wp.newPost", "wp.editPost", "wp.uploadFile", "wp.newTerm", "wp.deletePost"];
        for writes in writes {
            assert!(call(writes).writes(), "{writes}");
        }
    }
}
