//! What an author does in a browser: sign in, and let an application in or not.

use std::io;

use super::{WordPress, quoted};

const PASSWORD: &str = "a password of the account";

impl WordPress {
    /// Signs in as `user`, opens the page at which an application is let in, and approves or
    /// rejects it. Returns where the browser is sent then.
    pub fn answer_authorise(&self, page: &str, user: &str, approve: bool) -> io::Result<String> {
        let cookies = self.sign_in(user)?;
        let agent = agent();
        let mut shown =
            agent.get(page).header("cookie", &cookies).call().map_err(io::Error::other)?;
        let status = shown.status();
        let form = shown.body_mut().read_to_string().map_err(io::Error::other)?;
        let nonce = form
            .split_once("name=\"_wpnonce\" value=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(nonce, _)| nonce)
            .filter(|_| form.contains("name=\"approve\""))
            .ok_or_else(|| io::Error::other(format!("{status}: no form in {form}")))?;
        let query = page.split_once('?').map_or("", |(_, query)| query);
        let button = if approve { "approve" } else { "reject" };
        let body =
            format!("{query}&action=authorize_application_password&_wpnonce={nonce}&{button}=1");
        let mut answer = agent
            .post(format!("{}wp-admin/authorize-application.php", self.url))
            .header("cookie", &cookies)
            .content_type("application/x-www-form-urlencoded")
            .send(body)
            .map_err(io::Error::other)?;
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
        if let Some(location) = location {
            return Ok(location.to_owned());
        }
        let said = answer.body_mut().read_to_string().map_err(io::Error::other)?;
        Err(io::Error::other(format!("{} leads nowhere: {said}", answer.status())))
    }

    /// What `user` is shown at such a page: its form, or why there is none.
    pub fn authorise_form(&self, page: &str, user: &str) -> io::Result<String> {
        let cookies = self.sign_in(user)?;
        let answer = agent().get(page).header("cookie", &cookies).call();
        answer.map_err(io::Error::other)?.body_mut().read_to_string().map_err(io::Error::other)
    }

    fn sign_in(&self, user: &str) -> io::Result<String> {
        self.php(&format!(
            "wp_set_password({}, get_user_by('login', {})->ID);",
            quoted(PASSWORD),
            quoted(user)
        ))?;
        let body = format!("log={user}&pwd={}&testcookie=1", PASSWORD.replace(' ', "+"));
        let answer = agent()
            .post(format!("{}wp-login.php", self.url))
            .header("cookie", "wordpress_test_cookie=WP%20Cookie%20check")
            .content_type("application/x-www-form-urlencoded")
            .send(body)
            .map_err(io::Error::other)?;
        let cookies: Vec<&str> = answer
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| value.to_str().ok()?.split(';').next())
            .collect();
        if !cookies.iter().any(|cookie| cookie.starts_with("wordpress_logged_in_")) {
            return Err(io::Error::other(format!("{}: not signed in", answer.status())));
        }
        Ok(cookies.join("; "))
    }
}

/// Shows every answer as it comes.
fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder();
    config.max_redirects(0).http_status_as_error(false).build().into()
}
