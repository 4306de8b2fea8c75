//! Every wrong kind of address and of server has an error of its own. The servers are small ones
//! on this computer that answer as told.

use std::{future::Future, sync::Arc, time::Duration};

use coupure_blog::{BlogClient, Error, PictureUpload, Secret, discover, wordpress::WordPress};
use coupure_model::{Code, Mark, MediaHash, PostChanges, RemoteId};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
    sync::Mutex,
};
use tokio_rustls::{TlsAcceptor, rustls};
use uuid::Uuid;

const INDEX: &str = r#"{"name":"Blog","home":"HOME","namespaces":["wp/v2"],
    "authentication":{"application-passwords":{}}}"#;

type Requests = Arc<Mutex<Vec<String>>>;

/// Serves what `answer` makes of each request's head; returns the address and the heads that came.
async fn serve<F>(answer: F) -> (String, Requests)
where
    F: Fn(&str, &str) -> String + Send + Sync + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let requests = Requests::default();
    let (base, seen, answer) = (address.clone(), requests.clone(), Arc::new(answer));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (base, seen, answer) = (base.clone(), seen.clone(), answer.clone());
            tokio::spawn(async move {
                let head = read_request(&mut stream).await;
                let reply = answer(&head, &base);
                seen.lock().await.push(head);
                let _ = stream.write_all(reply.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (address, requests)
}

/// The head; the body is read and dropped.
async fn read_request(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> String {
    let mut read = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&read[..end]).into_owned();
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()
                })
                .unwrap_or(0usize);
            while read.len() < end + 4 + length {
                match stream.read(&mut buffer).await {
                    Ok(0) | Err(_) => break,
                    Ok(count) => read.extend_from_slice(&buffer[..count]),
                }
            }
            return head;
        }
        // A TLS greeting: web servers answer it with a plain 400.
        if read.first() == Some(&0x16) {
            return String::new();
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return String::from_utf8_lossy(&read).into_owned(),
            Ok(count) => read.extend_from_slice(&buffer[..count]),
        }
    }
}

fn reply(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn page(body: &str) -> String {
    reply("200 OK", "content-type: text/html\r\n", body)
}

fn json(status: &str, body: &str) -> String {
    reply(status, "content-type: application/json\r\n", body)
}

async fn code_of(address: &str) -> Code {
    discover(address).await.expect_err("no blog is here").code()
}

fn client(address: &str) -> WordPress {
    let api = format!("{address}wp-json/");
    WordPress::new(address, &api, "laurent", &Secret::new("abcd efgh")).unwrap()
}

fn mark() -> Mark {
    Mark(Uuid::from_u128(1))
}

fn post() -> PostChanges {
    PostChanges { title: Some("x".into()), raw: Some("y".into()), ..PostChanges::default() }
}

async fn creating(answer: impl Fn(&str, &str) -> String + Send + Sync + 'static) -> Error {
    let (address, _) = serve(answer).await;
    client(&address).create_draft(mark(), &post()).await.expect_err("it cannot work")
}

/// No test waits for the whole time-outs of real life.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("an answer in time")
}

#[tokio::test]
async fn a_blog_is_found_through_its_link_header_wherever_the_interface_lies() {
    let (address, _) = serve(|head, base| {
        if head.starts_with("GET /blog/?rest_route=/api/") {
            json("200 OK", &INDEX.replace("HOME", &format!("{base}blog")))
        } else {
            let link = "link: </feed>; rel=\"x\", </blog/?rest_route=/api/>; rel=\"https://api.w.org/\"\r\n";
            reply("404 Not Found", link, "<html>")
        }
    })
    .await;
    let site = discover(&format!("{address}blog/wp-admin/edit.php")).await.unwrap();
    assert_eq!(site.url, format!("{address}blog/"));
    assert_eq!(site.api, format!("{address}blog/?rest_route=/api/"));
    // Without a scheme https is tried first, then http.
    let bare = address.trim_start_matches("http://");
    assert_eq!(discover(bare).await.unwrap().url, format!("{address}blog/"));
}

#[tokio::test]
async fn what_is_not_an_address_is_said_at_once() {
    for typed in ["", "deux mots", "ftp://a.example", "moi@mail.example", "file:///etc/passwd"] {
        assert_eq!(code_of(typed).await, Code::AddressInvalid, "{typed}");
    }
}

#[tokio::test]
async fn a_name_that_does_not_exist_and_a_server_that_is_off() {
    // RFC 2606 keeps `.invalid` for ever unknown.
    let code = soon(code_of("https://coupure-nowhere.invalid")).await;
    assert!(matches!(code, Code::AddressNotFound | Code::Offline), "{code:?}");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(code_of(&closed).await, Code::Offline);
    let error = client(&closed).create_draft(mark(), &post()).await.unwrap_err();
    assert!(!error.outcome_unknown(), "nothing was sent");
}

#[tokio::test]
async fn a_page_that_is_no_wordpress_and_a_wordpress_without_its_interface() {
    let (plain, _) = serve(|_, _| page("<html><h1>Fleurs</h1>")).await;
    assert_eq!(code_of(&plain).await, Code::NotWordpress);
    let (json_site, _) = serve(|_, _| json("200 OK", r#"{"a":1}"#)).await;
    assert_eq!(code_of(&json_site).await, Code::NotWordpress);
    let (binary, _) = serve(|_, _| page("\u{0}\u{1}binary")).await;
    assert_eq!(code_of(&binary).await, Code::NotWordpress);
    let (closed, _) = serve(|head, _| {
        if head.starts_with("GET / ") {
            page("<html><meta name=\"generator\" content=\"WordPress 6.8\">")
        } else {
            json("401 Unauthorized", r#"{"code":"rest_disabled","message":"non"}"#)
        }
    })
    .await;
    assert_eq!(code_of(&closed).await, Code::RestOff);
}

#[tokio::test]
async fn redirects_are_followed_by_reading_but_never_without_end() {
    let (loops, _) =
        serve(|_, base| reply("302 Found", &format!("location: {base}\r\n"), "")).await;
    assert_eq!(code_of(&loops).await, Code::RedirectLoop);
    let (endless, _) = serve(|head, base| {
        let next = head.len();
        reply("301 Moved Permanently", &format!("location: {base}{}\r\n", "x".repeat(next)), "")
    })
    .await;
    assert_eq!(code_of(&endless).await, Code::RedirectLoop);
}

#[tokio::test]
async fn a_write_is_never_sent_to_where_a_redirect_leads() {
    let (target, at_target) = serve(|_, _| json("200 OK", "[]")).await;
    let to = target.clone();
    let (address, _) = serve(move |_, _| {
        reply("301 Moved Permanently", &format!("location: {to}wp-json/wp/v2/posts\r\n"), "")
    })
    .await;
    let error = client(&address).create_draft(mark(), &post()).await.unwrap_err();
    assert_eq!(error.code(), Code::Redirected);
    assert!(!error.outcome_unknown());
    assert_eq!(error.problem().params["to"], format!("{target}wp-json/wp/v2/posts"));
    assert!(at_target.lock().await.is_empty(), "the password stays here");
}

#[tokio::test]
async fn a_certificate_that_nobody_signed_and_a_server_without_https() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(vec![made.cert.der().clone()], key)
    .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = acceptor.accept(stream).await;
        }
    });
    assert_eq!(code_of(&format!("https://localhost:{port}")).await, Code::CertificateRefused);
    // It must not be taken for a site that only knows http.
    assert_eq!(code_of(&format!("localhost:{port}")).await, Code::CertificateRefused);

    let (plain, _) = serve(|_, _| page("x")).await;
    let error = discover(&plain.replace("http:", "https:")).await.unwrap_err();
    assert_eq!(error.code(), Code::CertificateRefused);
    assert!(error.to_string().contains("does not speak https"), "{error}");
}

#[tokio::test]
async fn each_answer_to_a_write_has_its_code_and_says_whether_it_may_have_happened() {
    let nginx = "<html><center>nginx</center>";
    for (answer, code, unknown) in [
        (reply("500 Internal Server Error", "", nginx), Code::ServerFault, true),
        (reply("502 Bad Gateway", "", nginx), Code::ServerFault, true),
        (reply("503 Service Unavailable", "retry-after: 600\r\n", ""), Code::ServerBusy, true),
        (reply("429 Too Many Requests", "retry-after: 7\r\n", ""), Code::ServerBusy, false),
        (reply("413 Content Too Large", "", nginx), Code::ContentRefused, false),
        (reply("403 Forbidden", "", nginx), Code::NotAllowed, false),
        (reply("404 Not Found", "", nginx), Code::RestOff, false),
        (json("404 Not Found", r#"{"code":"rest_no_route","message":""}"#), Code::RestOff, false),
        (
            json("400 Bad Request", r#"{"code":"rest_invalid_param","message":"é"}"#),
            Code::ContentRefused,
            false,
        ),
        (
            json("500 Oops", r#"{"code":"db_insert_error","message":"é"}"#),
            Code::ContentRefused,
            false,
        ),
        (json("201 Created", "\u{feff}{\"id\":1}"), Code::AnswerUnreadable, true),
        (json("200 OK", "[]"), Code::AnswerUnreadable, true),
        (page("<html>Wi-Fi de la gare"), Code::AnswerUnreadable, true),
        ("HTTP/1.1 201 Created\r\ncontent-length: 500\r\n\r\n{\"id\":".into(), Code::Offline, true),
        (String::new(), Code::Offline, true),
    ] {
        let sent = answer.clone();
        let error = soon(creating(move |_, _| sent.clone())).await;
        assert_eq!(
            (error.code(), error.outcome_unknown()),
            (code, unknown),
            "{answer} → {error:?}"
        );
        assert_eq!(error.problem().code, code);
    }
    let wait = creating(|_, _| reply("503 x", "retry-after: 600\r\n", "")).await;
    assert_eq!(wait.retry_after(), Some(Duration::from_secs(600)));
    let date =
        "date: Mon, 23 Nov 2026 06:00:00 GMT\r\nretry-after: Mon, 23 Nov 2026 06:02:00 GMT\r\n";
    let wait = creating(|_, _| reply("503 x", date, "")).await;
    assert_eq!(wait.retry_after(), Some(Duration::from_secs(120)));
}

#[tokio::test]
async fn a_server_that_does_not_answer_leaves_a_write_open() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let client = client(&address).with_request_timeout(Duration::from_millis(300));
    assert_eq!(client.request_timeout(), Duration::from_millis(300));
    let error = soon(client.create_draft(mark(), &post())).await.unwrap_err();
    assert_eq!((error.code(), error.outcome_unknown()), (Code::TimedOut, true));
    drop(listener);
}

#[tokio::test]
async fn junk_before_the_json_of_a_read_is_forgiven() {
    let (address, _) = serve(|_, _| {
        let body = "\u{feff}<br />\n<b>Warning</b>: Undefined array key [\"x\"] in {main}\n[]";
        json("200 OK", body)
    })
    .await;
    assert_eq!(client(&address).find_created(mark()).await.unwrap(), []);
}

#[tokio::test]
async fn a_picture_that_is_too_large_or_refused_is_said_by_its_name() {
    let upload = PictureUpload {
        hash: MediaHash([0; 32]),
        bytes: &[0; 200_000],
        mime: "image/jpeg",
        name: "La page",
        alt: "é",
        caption: "",
        title: "",
    };
    for (status, body, code) in [
        ("413 Too Large", "<html>", Code::UploadTooLarge),
        (
            "400 Bad Request",
            r#"{"code":"rest_upload_file_too_big","message":""}"#,
            Code::UploadTooLarge,
        ),
        ("500 x", r#"{"code":"rest_upload_sideload_error","message":"type"}"#, Code::UploadRefused),
        ("500 x", "<html>", Code::ServerFault),
    ] {
        let (address, requests) = serve(move |_, _| json(status, body)).await;
        let error = client(&address).upload(&upload, &|_, _| {}).await.unwrap_err();
        assert_eq!(error.code(), code, "{error:?}");
        if code == Code::UploadTooLarge {
            assert_eq!(error.problem().params["name"], "La page");
        }
        let head = requests.lock().await[0].to_ascii_lowercase();
        assert!(head.contains("content-length: 200000") && !head.contains("chunked"), "{head}");
        assert!(
            head.contains("filename=\"la-page.jpg\"") && head.contains("content-md5: "),
            "{head}"
        );
    }
}

#[tokio::test]
async fn no_error_and_no_debug_output_holds_the_password() {
    let (address, requests) =
        serve(|_, _| json("403 Forbidden", r#"{"code":"x","message":"y"}"#)).await;
    let error = client(&address).read(&RemoteId("1".into())).await.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", error.problem());
    assert!(!shown.contains("abcd") && !shown.contains("YWJj"), "{shown}");
    let head = requests.lock().await[0].to_ascii_lowercase();
    assert!(head.contains("authorization: basic "), "it was sent: {head}");
}
