//! A WordPress to try Coupure on by hand. It prints its address and the application passwords, then
//! takes one command a line: `stop` (the cable is pulled), `start`, `posts`, `php CODE`; it is gone
//! with its files at the end of the input.

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    use coupure_testkit::wordpress::{Options, WordPress};

    let mut site = WordPress::start(&Options::default())?;
    println!("WordPress {} at {}", site.version, site.url);
    for user in &site.users {
        println!("{:12} {}", user.name, user.password);
    }
    for line in std::io::stdin().lines() {
        let line = line?;
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("stop", _) => site.stop(),
            ("start", _) => site.resume()?,
            ("posts", _) => println!("{:#?}", site.posts()?),
            ("php", code) => println!("{}", site.php(code)?),
            _ => eprintln!("stop, start, posts, php CODE"),
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn main() {}
