//! The model files: which there are, and how they are loaded.
//!
//! Two sizes of PP-OCRv6 see in the same way. The small ones read carefully; the tiny ones, which
//! need not be there, give a first reading in a fifth of the time.

use std::path::Path;

use rten::{Model, ModelOptions};

use super::{alphabet::Alphabet, onnx};

/// The files of a pair of models.
#[derive(Debug)]
pub struct Files {
    detection: &'static str,
    recognition: &'static str,
    /// The characters, one a line, where the recognition model does not hold them itself.
    characters: Option<&'static str>,
}

pub const CAREFUL: Files = Files {
    detection: "PP-OCRv6_det_small.onnx",
    recognition: "PP-OCRv6_rec_small.onnx",
    characters: None,
};

pub const QUICK: Files = Files {
    detection: "PP-OCRv6_det_tiny.onnx",
    recognition: "PP-OCRv6_rec_tiny.onnx",
    characters: Some("PP-OCRv6_rec_tiny.txt"),
};

/// A pair of models, ready to run.
pub struct Models {
    pub detection: Model,
    pub recognition: Model,
    pub alphabet: Alphabet,
}

impl Files {
    pub fn are_in(&self, folder: &Path) -> bool {
        let wanted = [Some(self.detection), Some(self.recognition), self.characters];
        wanted.into_iter().flatten().all(|name| folder.join(name).is_file())
    }

    /// `None`: one is absent, unreadable or not the model expected.
    pub fn load(&self, folder: &Path) -> Option<Models> {
        let read = |name: &str| std::fs::read(folder.join(name)).ok();
        let detection = model(read(self.detection)?)?;
        let file = read(self.recognition)?;
        let list = match self.characters {
            Some(name) => String::from_utf8(read(name)?).ok()?,
            None => onnx::metadata(&file, "character")?,
        };
        let (alphabet, kept, classes) = Alphabet::from_model(&list);
        let cut = onnx::cut_classes(&file, classes, &kept)?;
        drop(file);
        Some(Models { detection, recognition: model(cut)?, alphabet })
    }
}

fn model(bytes: Vec<u8>) -> Option<Model> {
    ModelOptions::with_all_ops().prepack_weights(true).load(bytes).ok()
}
