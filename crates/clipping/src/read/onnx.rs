//! Cuts the recognition head of an ONNX file down to the characters that Coupure reads.
//!
//! The published head ends in 18,710 classes, nearly all of them Chinese; every time step of every
//! line would be multiplied with all of them. The file is Protocol Buffers (`ModelProto` of
//! <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3>): the few fields concerned are
//! rewritten, everything else is copied as it stands.

use std::borrow::Cow;

// Field numbers of onnx.proto3.
const MODEL_GRAPH: u64 = 7;
const MODEL_METADATA: u64 = 14;
const ENTRY_KEY: u64 = 1;
const ENTRY_VALUE: u64 = 2;
const GRAPH_INITIALIZER: u64 = 5;
const GRAPH_OUTPUT: u64 = 12;
const GRAPH_VALUE_INFO: u64 = 13;
const VALUE_INFO_NAME: u64 = 1;
const TENSOR_DIMS: u64 = 1;
const TENSOR_DATA_TYPE: u64 = 2;
const TENSOR_NAME: u64 = 8;
const TENSOR_RAW_DATA: u64 = 9;

const FLOAT: u64 = 1;

/// One field of a message: its number, and its bytes where it has a length, else its number.
struct Field<'a> {
    number: u64,
    value: Value<'a>,
    /// The field as it stands in the file, key included.
    raw: &'a [u8],
}

enum Value<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    Fixed,
}

impl<'a> Field<'a> {
    fn bytes(&self) -> Option<&'a [u8]> {
        match self.value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// Reads a message field by field; a damaged one ends in `None`.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn next(&mut self) -> Option<Field<'a>> {
        let start = self.0;
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Varint(self.varint()?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            _ => return None,
        };
        let raw = &start[..start.len() - self.0.len()];
        Some(Field { number: key >> 3, value, raw })
    }

    /// All fields, or `None` where the message is damaged.
    fn all(message: &'a [u8]) -> Option<Vec<Field<'a>>> {
        let mut fields = Self(message);
        let mut found = Vec::new();
        while !fields.0.is_empty() {
            found.push(fields.next()?);
        }
        Some(found)
    }
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_number(out: &mut Vec<u8>, field: u64, value: u64) {
    put_varint(out, field << 3);
    put_varint(out, value);
}

fn put_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    put_varint(out, field << 3 | 2);
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// The value of an entry of the model's metadata.
pub fn metadata(model: &[u8], key: &str) -> Option<String> {
    for field in Fields::all(model)? {
        if field.number != MODEL_METADATA {
            continue;
        }
        let entry = Fields::all(field.bytes()?)?;
        let text = |number| entry.iter().find(|f| f.number == number).and_then(Field::bytes);
        if text(ENTRY_KEY) == Some(key.as_bytes()) {
            return String::from_utf8(text(ENTRY_VALUE)?.to_vec()).ok();
        }
    }
    None
}

/// The same model, of its `classes` only those at `kept`, in that order. `None`: the file is
/// damaged or has no such head.
pub fn cut_classes(model: &[u8], classes: usize, kept: &[usize]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(model.len());
    let mut cut = 0;
    for field in Fields::all(model)? {
        if field.number == MODEL_GRAPH {
            let graph = cut_graph(field.bytes()?, classes, kept, &mut cut)?;
            put_bytes(&mut out, MODEL_GRAPH, &graph);
        } else {
            out.extend_from_slice(field.raw);
        }
    }
    // The weights and the bias.
    (cut == 2).then_some(out)
}

fn cut_graph(graph: &[u8], classes: usize, kept: &[usize], cut: &mut u32) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(graph.len());
    for field in Fields::all(graph)? {
        match field.number {
            GRAPH_INITIALIZER => {
                let tensor = cut_tensor(field.bytes()?, classes, kept)?;
                if let Cow::Owned(_) = tensor {
                    *cut += 1;
                }
                put_bytes(&mut out, GRAPH_INITIALIZER, &tensor);
            }
            // The old shapes would contradict the cut ones; they are inferred where needed.
            GRAPH_VALUE_INFO => {}
            GRAPH_OUTPUT => {
                let name = Fields::all(field.bytes()?)?
                    .iter()
                    .find(|f| f.number == VALUE_INFO_NAME)
                    .and_then(Field::bytes)?;
                let mut info = Vec::new();
                put_bytes(&mut info, VALUE_INFO_NAME, name);
                put_bytes(&mut out, GRAPH_OUTPUT, &info);
            }
            _ => out.extend_from_slice(field.raw),
        }
    }
    Some(out)
}

/// A float tensor whose last dimension is `classes` loses the columns not kept; others stay.
fn cut_tensor<'a>(tensor: &'a [u8], classes: usize, kept: &[usize]) -> Option<Cow<'a, [u8]>> {
    let fields = Fields::all(tensor)?;
    let mut dims = Vec::new();
    for field in fields.iter().filter(|f| f.number == TENSOR_DIMS) {
        match field.value {
            Value::Varint(dim) => dims.push(dim),
            Value::Bytes(packed) => {
                let mut numbers = Fields(packed);
                while !numbers.0.is_empty() {
                    dims.push(numbers.varint()?);
                }
            }
            Value::Fixed => return None,
        }
    }
    if dims.last() != Some(&(classes as u64)) {
        return Some(Cow::Borrowed(tensor));
    }
    let is_float = fields
        .iter()
        .any(|f| f.number == TENSOR_DATA_TYPE && matches!(f.value, Value::Varint(FLOAT)));
    let data = fields.iter().find(|f| f.number == TENSOR_RAW_DATA).and_then(Field::bytes)?;
    let name = fields.iter().find(|f| f.number == TENSOR_NAME).and_then(Field::bytes)?;
    let row_bytes = classes.checked_mul(4)?;
    if !is_float || data.len() % row_bytes != 0 || kept.iter().any(|&k| k >= classes) {
        return None;
    }
    let mut cut_data = Vec::with_capacity(data.len() / classes * kept.len());
    for row in data.chunks_exact(row_bytes) {
        for &class in kept {
            cut_data.extend_from_slice(&row[class * 4..class * 4 + 4]);
        }
    }
    let mut out = Vec::with_capacity(cut_data.len() + 64);
    let last = dims.len() - 1;
    for (i, &dim) in dims.iter().enumerate() {
        put_number(&mut out, TENSOR_DIMS, if i == last { kept.len() as u64 } else { dim });
    }
    put_number(&mut out, TENSOR_DATA_TYPE, FLOAT);
    put_bytes(&mut out, TENSOR_NAME, name);
    put_bytes(&mut out, TENSOR_RAW_DATA, &cut_data);
    Some(Cow::Owned(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(dims: &[u64], name: &str, data: &[f32]) -> Vec<u8> {
        let mut out = Vec::new();
        for &dim in dims {
            put_number(&mut out, TENSOR_DIMS, dim);
        }
        put_number(&mut out, TENSOR_DATA_TYPE, FLOAT);
        put_bytes(&mut out, TENSOR_NAME, name.as_bytes());
        let bytes: Vec<u8> = data.iter().flat_map(|v| v.to_le_bytes()).collect();
        put_bytes(&mut out, TENSOR_RAW_DATA, &bytes);
        out
    }

    fn model() -> Vec<u8> {
        let mut graph = Vec::new();
        for (dims, name, data) in [
            (&[2, 3][..], "w", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0][..]),
            (&[3], "b", &[7.0, 8.0, 9.0]),
            (&[2], "other", &[0.5, 0.25]),
        ] {
            put_bytes(&mut graph, GRAPH_INITIALIZER, &tensor(dims, name, data));
        }
        let mut entry = Vec::new();
        put_bytes(&mut entry, ENTRY_KEY, b"character");
        put_bytes(&mut entry, ENTRY_VALUE, "é\nœ".as_bytes());
        let mut model = Vec::new();
        put_number(&mut model, 1, 9);
        put_bytes(&mut model, MODEL_GRAPH, &graph);
        put_bytes(&mut model, MODEL_METADATA, &entry);
        model
    }

    #[test]
    fn the_alphabet_is_found_in_the_metadata() {
        assert_eq!(metadata(&model(), "character").as_deref(), Some("é\nœ"));
        assert_eq!(metadata(&model(), "absent"), None);
    }

    #[test]
    fn only_the_kept_columns_of_the_head_remain() {
        let cut = cut_classes(&model(), 3, &[2, 0]).expect("the model has a head of three");
        let graph = Fields::all(&cut)
            .and_then(|fields| fields.iter().find(|f| f.number == MODEL_GRAPH)?.bytes())
            .expect("the graph is still there");
        let tensors: Vec<_> =
            Fields::all(graph).expect("sound").iter().filter_map(Field::bytes).collect();
        assert_eq!(tensors[0], tensor(&[2, 2], "w", &[3.0, 1.0, 6.0, 4.0]));
        assert_eq!(tensors[1], tensor(&[2], "b", &[9.0, 7.0]));
        assert_eq!(tensors[2], tensor(&[2], "other", &[0.5, 0.25]));
    }

    #[test]
    fn a_damaged_or_foreign_file_is_refused_without_a_panic() {
        let whole = model();
        assert!(cut_classes(&whole, 4, &[0]).is_none(), "no head of four classes");
        assert!(cut_classes(&whole, 3, &[3]).is_none(), "a class that is not there");
        for length in 0..whole.len() {
            let _ = cut_classes(&whole[..length], 3, &[0]);
            let _ = metadata(&whole[..length], "character");
        }
    }
}
