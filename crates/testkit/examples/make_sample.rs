//! Writes the sample photo and its truth into the folder given (`tests/sample` of the project).

use std::path::PathBuf;

use coupure_testkit::page::sample::sample;

fn main() -> std::io::Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).expect("the folder to write to").into();
    let sample = sample();
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("page.jpg"), &sample.jpeg)?;
    std::fs::write(folder.join("page.txt"), &sample.text)?;
    std::fs::write(folder.join("page.folio.txt"), &sample.folio)?;
    println!("page.jpg: {} bytes; corners {:?}", sample.jpeg.len(), sample.corners);
    Ok(())
}
