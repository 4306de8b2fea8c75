//! Drives the real window, by WebDriver through WebKitGTK's own driver.
//!
//! Linux alone: macOS has no driver for a web view. A display and a message bus must be there
//! (`xvfb-run -a dbus-run-session`).

use std::{
    fs::File,
    net::TcpListener,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant, SystemTime},
};

use base64::Engine;
use serde_json::{Value, json};

/// How long something may take to appear, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys as WebDriver names them.
pub const ENTER: &str = "\u{E007}";
pub const ESCAPE: &str = "\u{E00C}";
pub const CONTROL: &str = "\u{E009}";

/// A window that is open. Closed, its programs gone, when it is dropped.
pub struct Window {
    driver: Child,
    port: u16,
    session: Option<String>,
    asked: SystemTime,
}

impl Window {
    /// Starts the program with that environment, and waits until its page is there.
    pub fn open(program: &Path, environment: &[(&str, &str)], log: &Path) -> Self {
        let port = free_port();
        let output = File::create(log).expect("the log can be written");
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("COUPURE_SEVERAL", "1")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("a file can be shared"))
            .stderr(output)
            // A group of its own: an orphan would keep the tests' output open.
            .process_group(0)
            .spawn()
            .expect("WebKitWebDriver is installed (package webkit2gtk-driver)");
        let mut window = Self { driver, port, session: None, asked: SystemTime::now() };
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": program, "args": [] },
        } } });
        let begun = Instant::now();
        let session = loop {
            window.asked = SystemTime::now();
            match window.try_request("POST", "/session", Some(&capabilities)) {
                Ok(value) => break value,
                Err(error) if begun.elapsed() > PATIENCE => {
                    panic!("the window did not open: {error}")
                }
                Err(_) => std::thread::sleep(Duration::from_millis(100)),
            }
        };
        window.session = Some(session["sessionId"].as_str().expect("a session").to_owned());
        window
    }

    /// Starts the program on the home `folder/home`, in French, with nothing of this computer's
    /// own settings; its log is `folder/window.log`.
    pub fn open_on(program: &Path, folder: &Path, models: &Path) -> Self {
        let own = |name: &str| {
            let folder = folder.join(name);
            std::fs::create_dir_all(&folder).expect("a folder can be made");
            folder.display().to_string()
        };
        let environment = [
            ("COUPURE_HOME", folder.join("home").display().to_string()),
            ("COUPURE_MODELS", models.display().to_string()),
            ("COUPURE_SECRETS", "file".into()),
            ("LC_ALL", "fr_FR.UTF-8".into()),
            ("XDG_DATA_HOME", own("data")),
            ("XDG_CONFIG_HOME", own("config")),
            ("XDG_CACHE_HOME", own("cache")),
        ];
        let environment: Vec<(&str, &str)> =
            environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Self::open(program, &environment, &folder.join("window.log"))
    }

    /// When the program was asked for: the driver, which was there already, starts it at once.
    pub fn asked(&self) -> SystemTime {
        self.asked
    }

    /// Runs JavaScript in the page; `arguments` are `arguments[0]`… there.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.request("POST", "/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Waits until a JavaScript expression is true of the page.
    pub fn wait_until(&self, what: &str, expression: &str) {
        let begun = Instant::now();
        let script = format!("return Boolean({expression})");
        while self.run(&script, &[]) != Value::Bool(true) {
            if begun.elapsed() > PATIENCE {
                let page = self.run("return document.body.innerText", &[]);
                panic!("waited in vain until {what}; the window shows:\n{page}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits for an element.
    pub fn wait_for(&self, css: &str) {
        self.wait_until(
            &format!("{css} is there"),
            &format!("document.querySelector({})", json!(css)),
        );
    }

    pub fn text(&self, css: &str) -> String {
        self.wait_for(css);
        let script = "return document.querySelector(arguments[0]).innerText";
        self.run(script, &[json!(css)]).as_str().unwrap_or_default().to_owned()
    }

    /// Clicks as a person does.
    pub fn click(&self, css: &str) {
        self.wait_for(css);
        let element = self.element(css);
        self.request("POST", &format!("/element/{element}/click"), &json!({}));
    }

    /// Types into an element, key by key; line ends become Enter.
    pub fn type_into(&self, css: &str, text: &str) {
        self.wait_for(css);
        let element = self.element(css);
        let keys = text.replace('\n', ENTER);
        self.request("POST", &format!("/element/{element}/value"), &json!({ "text": keys }));
    }

    /// Drops files on the window, where the system would tell it so.
    pub fn drop_files(&self, paths: &[&Path], x: f64, y: f64) {
        let script = "return window.__TAURI_INTERNALS__.invoke('plugin:event|emit', \
            { event: 'tauri://drag-drop', \
              payload: { paths: arguments[0], position: { x: arguments[1], y: arguments[2] } } })";
        self.run(script, &[json!(paths), json!(x), json!(y)]);
    }

    pub fn resize(&self, width_px: u32, height_px: u32) {
        self.request(
            "POST",
            "/window/rect",
            &json!({ "x": 0, "y": 0, "width": width_px, "height": height_px }),
        );
    }

    /// A picture of the page, PNG.
    pub fn screenshot(&self, to: &Path) {
        let session = self.session.as_deref().expect("the window is open");
        let value = self
            .try_request("GET", &format!("/session/{session}/screenshot"), None)
            .expect("a picture can be taken");
        let png = base64::engine::general_purpose::STANDARD
            .decode(value.as_str().expect("a picture is a string"))
            .expect("a picture is base64");
        std::fs::write(to, png).expect("the picture can be written");
    }

    /// Kills the program with SIGKILL, as a power cut would.
    pub fn kill(mut self) {
        let parent = self.driver.id().to_string();
        let listed = Command::new("pgrep").args(["-P", &parent]).output().expect("pgrep runs");
        for pid in String::from_utf8_lossy(&listed.stdout).split_whitespace() {
            let _ = Command::new("kill").args(["-9", pid]).status();
        }
        self.session = None;
    }

    fn element(&self, css: &str) -> String {
        let found =
            self.request("POST", "/element", &json!({ "using": "css selector", "value": css }));
        found[ELEMENT].as_str().expect("an element has a name").to_owned()
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> Value {
        let session = self.session.as_deref().expect("the window is open");
        self.try_request(method, &format!("/session/{session}{path}"), Some(body))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn try_request(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE * 3))
            .build()
            .into();
        let answer = match (method, body) {
            ("POST", body) => agent.post(&url).send_json(body.unwrap_or(&Value::Null)),
            ("DELETE", _) => agent.delete(&url).call(),
            _ => agent.get(&url).call(),
        };
        let mut answer = answer.map_err(|error| error.to_string())?;
        let fine = answer.status().is_success();
        let mut value: Value = answer
            .body_mut()
            .with_config()
            .limit(200 << 20)
            .read_json()
            .map_err(|error| error.to_string())?;
        let value = value["value"].take();
        if fine { Ok(value) } else { Err(value.to_string()) }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let _ = self.try_request("DELETE", &format!("/session/{session}"), None);
            // A straight kill would orphan the program.
            std::thread::sleep(Duration::from_millis(300));
        }
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        let _ = self.driver.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    listener.local_addr().expect("it is bound").port()
}

/// Where a program of this workspace was built, beside the test that asks.
pub fn built_program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test is a file");
    let folder = test.parent().and_then(Path::parent).expect("tests lie in deps/");
    folder.join(name)
}
