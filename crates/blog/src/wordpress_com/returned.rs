//! Where the browser comes back to: a port of this computer that takes one answer.

use std::net::Ipv4Addr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use crate::Error;

const PATH: &str = "/wordpress-com";
const HEAD_MAX_BYTES: usize = 16 * 1024;
/// A browser opens connections that it may not use.
const READ_WITHIN: std::time::Duration = std::time::Duration::from_secs(5);

/// A port that waits for the browser.
pub struct Return(TcpListener);

impl Return {
    /// Registered with the application: WordPress.com sends browsers to known addresses alone.
    pub const PORT: u16 = 18_457;

    /// Where the application is registered to be answered.
    pub fn address() -> String {
        format!("http://127.0.0.1:{}{PATH}", Self::PORT)
    }

    /// Opens a port, on loopback alone.
    pub async fn at(port: u16) -> Result<Self, Error> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        listener.map(Self).map_err(|error| Error::Internal {
            detail: format!("the port {port} is not free ({error})"),
        })
    }

    /// The address that the browser was sent to, once it is one of ours; anything else that comes is
    /// turned away.
    pub async fn matching(&self, ours: impl Fn(&str) -> bool) -> Result<String, Error> {
        let lost = |error: std::io::Error| Error::Internal { detail: error.to_string() };
        let origin = format!("http://{}", self.0.local_addr().map_err(lost)?);
        loop {
            let (mut browser, _) = self.0.accept().await.map_err(lost)?;
            let Ok(Some(path)) = timeout(READ_WITHIN, asked(&mut browser)).await else { continue };
            let returned = format!("{origin}{path}");
            let is_ours = ours(&returned);
            let said = if is_ours { TAKEN } else { TURNED_AWAY };
            let status = if is_ours { "200 OK" } else { "404 Not Found" };
            let length = said.len();
            let page = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\
                 Content-Length: {length}\r\nReferrer-Policy: no-referrer\r\n\
                 Cache-Control: no-store\r\nConnection: close\r\n\r\n{said}"
            );
            // The answer is here, whether the browser shows the page or not.
            let _ = timeout(READ_WITHIN, browser.write_all(page.as_bytes())).await;
            let _ = browser.shutdown().await;
            if is_ours {
                return Ok(returned);
            }
        }
    }
}

const TAKEN: &str = "<!doctype html><meta charset=utf-8><title>Coupure</title>\
    <p>Coupure continue\u{a0}: vous pouvez fermer cette page.\
    <p lang=en>Coupure goes on: you can close this page.";
const TURNED_AWAY: &str = "<!doctype html><meta charset=utf-8><title>Coupure</title>\
    <p>Cette adresse ne répond à aucune demande de Coupure.\
    <p lang=en>This address answers no request of Coupure.";

/// The path that a browser asks for, with its query.
async fn asked(browser: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        if head.len() > HEAD_MAX_BYTES || browser.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = String::from_utf8(head).ok()?;
    let mut line = head.lines().next()?.split(' ');
    (line.next()? == "GET").then(|| line.next().map(str::to_owned))?
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn visit(address: &str) -> u16 {
        let client = crate::wordpress::http::client().unwrap();
        client.get(address).send().await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn the_answer_is_taken_and_anything_else_is_turned_away() {
        let waiting = Return::at(0).await.unwrap();
        let port = waiting.0.local_addr().unwrap().port();
        let origin = format!("http://127.0.0.1:{port}");
        let visits = {
            let origin = origin.clone();
            tokio::spawn(async move {
                let wrong = visit(&format!("{origin}/favicon.ico")).await;
                (wrong, visit(&format!("{origin}/wordpress-com?state=1&code=2")).await)
            })
        };
        let answer = waiting.matching(|returned| returned.contains("state=1")).await.unwrap();
        assert_eq!(answer, format!("{origin}/wordpress-com?state=1&code=2"));
        assert_eq!(visits.await.unwrap(), (404, 200));
    }
}
