//! Sets up the WordPress (and a newer one) that tests copy, so that none of them waits for a download.

fn main() {
    #[cfg(unix)]
    if let Err(error) = coupure_testkit::wordpress::prepare() {
        eprintln!("The WordPress for tests could not be set up: {error}");
        std::process::exit(1);
    }
    #[cfg(unix)]
    if let Err(error) = coupure_testkit::wordpress::prepare_newer() {
        eprintln!("NO NEWER WORDPRESS: the contract is held over one version alone ({error}).");
    }
}
