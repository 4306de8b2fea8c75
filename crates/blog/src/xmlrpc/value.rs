//! Values of XML-RPC, written and read. Reading is bounded in depth and in number, resolves the
//! five entities of XML and character references alone, and takes no document type: what a hostile
//! server sends costs no more than its own length.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use coupure_model::Timestamp;
use jiff::{civil::DateTime, tz::TimeZone};
use quick_xml::{Reader, events::Event};

/// A post with its terms, fields and cover is five deep.
const DEPTH_MAX: usize = 24;
/// A hundred posts with fields and sizes of covers are some ten thousand.
const VALUES_MAX: usize = 500_000;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Int(i64),
    Double(f64),
    Bool(bool),
    Text(String),
    Time(DateTime),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    /// In the order written; PHP writes a list with gaps so, too.
    Struct(Vec<(String, Value)>),
    Nil,
}

/// An answer: what was asked for, or why not.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    Value(Value),
    Fault { code: i64, message: String },
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A moment, in UTC.
    pub fn time(time: Timestamp) -> Self {
        Self::Time(time.to_zoned(TimeZone::UTC).datetime())
    }

    /// What a struct holds under a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Struct(members) => {
                members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text under a name; empty where there is none. Numbers are written as texts by some.
    pub fn str(&self, name: &str) -> String {
        match self.get(name) {
            Some(Self::Text(text)) => text.clone(),
            Some(Self::Int(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Int(number) => u64::try_from(*number).ok(),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The items of a list, or of a struct that PHP made of one.
    pub fn items(&self) -> Vec<&Value> {
        match self {
            Self::List(items) => items.iter().collect(),
            Self::Struct(members) => members.iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        }
    }

    /// A time in UTC; WordPress writes year 0 or before for none.
    pub fn moment(&self) -> Option<Timestamp> {
        match self {
            Self::Time(time) if time.year() > 0 => {
                Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
            }
            _ => None,
        }
    }

    fn write(&self, into: &mut String) {
        into.push_str("<value>");
        match self {
            // Writing into a string never fails.
            Self::Int(number) => _ = write!(into, "<int>{number}</int>"),
            Self::Double(number) => _ = write!(into, "<double>{number}</double>"),
            Self::Bool(yes) => _ = write!(into, "<boolean>{}</boolean>", u8::from(*yes)),
            Self::Text(text) => {
                into.push_str("<string>");
                escape(text, into);
                into.push_str("</string>");
            }
            Self::Time(time) => {
                let time = time.strftime("%Y%m%dT%H:%M:%S");
                _ = write!(into, "<dateTime.iso8601>{time}</dateTime.iso8601>");
            }
            Self::Bytes(bytes) => {
                into.push_str("<base64>");
                BASE64.encode_string(bytes, into);
                into.push_str("</base64>");
            }
            Self::List(items) => {
                into.push_str("<array><data>");
                items.iter().for_each(|item| item.write(into));
                into.push_str("</data></array>");
            }
            Self::Struct(members) => {
                into.push_str("<struct>");
                for (name, value) in members {
                    into.push_str("<member><name>");
                    escape(name, into);
                    into.push_str("</name>");
                    value.write(into);
                    into.push_str("</member>");
                }
                into.push_str("</struct>");
            }
            Self::Nil => into.push_str("<nil/>"),
        }
        into.push_str("</value>");
    }
}

/// The struct of these members, without those that are `None`.
pub(super) fn members<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let there = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Struct(there.collect())
}

/// The body of a request.
pub(super) fn write_call(method: &str, parameters: &[Value]) -> String {
    let mut body = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?><methodCall>");
    _ = write!(body, "<methodName>{method}</methodName><params>");
    for parameter in parameters {
        body.push_str("<param>");
        parameter.write(&mut body);
        body.push_str("</param>");
    }
    body.push_str("</params></methodCall>");
    body
}

/// Characters that XML cannot hold are left out; a carriage return would be read as a line's end.
fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '\r' => into.push_str("&#13;"),
            '\t' | '\n' => into.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => into.push(c),
        }
    }
}

/// Reads an answer; the error is for a developer.
pub(super) fn read_answer(text: &str) -> Result<Answer, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut reading = Reading { reader, values: 0 };
    reading.expect_open("methodResponse")?;
    let answer = match reading.open()?.as_deref() {
        Some("params") => {
            reading.expect_open("param")?;
            reading.expect_open("value")?;
            let value = reading.value(0)?;
            reading.expect_close("param")?;
            reading.expect_close("params")?;
            Answer::Value(value)
        }
        Some("fault") => {
            reading.expect_open("value")?;
            let fault = reading.value(0)?;
            reading.expect_close("fault")?;
            let code = match fault.get("faultCode") {
                Some(Value::Int(code)) => *code,
                Some(Value::Text(code)) => code.trim().parse().map_err(|_| "no fault code")?,
                _ => return Err("a fault without its code".into()),
            };
            Answer::Fault { code, message: fault.str("faultString") }
        }
        other => return Err(format!("{other:?} where an answer begins")),
    };
    reading.expect_close("methodResponse")?;
    match reading.token()? {
        Token::End => Ok(answer),
        other => Err(format!("{other:?} after the answer")),
    }
}

/// What matters of the document.
#[derive(Debug, PartialEq)]
enum Token {
    Open(String),
    Close(String),
    Text(String),
    End,
}

struct Reading<'a> {
    reader: Reader<&'a [u8]>,
    values: usize,
}

impl Reading<'_> {
    /// The value after `<value>`, up to and with its `</value>`.
    fn value(&mut self, depth: usize) -> Result<Value, String> {
        self.values += 1;
        if depth > DEPTH_MAX || self.values > VALUES_MAX {
            return Err("values without end".into());
        }
        let mut plain = String::new();
        let value = loop {
            match self.next()? {
                Token::Text(text) => plain += &text,
                // Without a type it is a text.
                Token::Close(name) if name == "value" => return Ok(Value::Text(plain)),
                Token::Open(name) => break self.typed(&name, depth)?,
                other => return Err(format!("{other:?} inside a value")),
            }
        };
        self.expect_close("value")?;
        Ok(value)
    }

    /// The inside of an element that names a type, up to and with its end.
    fn typed(&mut self, name: &str, depth: usize) -> Result<Value, String> {
        match name {
            "struct" => {
                let mut members = Vec::new();
                loop {
                    match self.token()? {
                        Token::Open(name) if name == "member" => {
                            self.expect_open("name")?;
                            let name = self.text_until("name")?;
                            self.expect_open("value")?;
                            members.push((name, self.value(depth + 1)?));
                            self.expect_close("member")?;
                        }
                        Token::Close(name) if name == "struct" => {
                            return Ok(Value::Struct(members));
                        }
                        other => return Err(format!("{other:?} inside a struct")),
                    }
                }
            }
            "array" => {
                self.expect_open("data")?;
                let mut items = Vec::new();
                loop {
                    match self.token()? {
                        Token::Open(name) if name == "value" => items.push(self.value(depth + 1)?),
                        Token::Close(name) if name == "data" => break,
                        other => return Err(format!("{other:?} inside an array")),
                    }
                }
                self.expect_close("array")?;
                Ok(Value::List(items))
            }
            scalar => {
                let text = self.text_until(scalar)?;
                let number = || text.trim().parse::<i64>().map_err(|_| "no number".to_owned());
                Ok(match scalar {
                    "string" => Value::Text(text),
                    "int" | "i4" | "i8" => Value::Int(number()?),
                    "boolean" => Value::Bool(number()? != 0),
                    "double" => Value::Double(text.trim().parse().map_err(|_| "no number")?),
                    "dateTime.iso8601" => read_time(text.trim()).map_or(Value::Nil, Value::Time),
                    "base64" => {
                        let packed: String = text.split_whitespace().collect();
                        Value::Bytes(BASE64.decode(packed).map_err(|_| "no base64")?)
                    }
                    "nil" | "ex:nil" => Value::Nil,
                    other => return Err(format!("a value of a type “{other}”")),
                })
            }
        }
    }

    fn text_until(&mut self, name: &str) -> Result<String, String> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Token::Text(more) => text += &more,
                Token::Close(closed) if closed == name => return Ok(text),
                other => return Err(format!("{other:?} inside {name}")),
            }
        }
    }

    fn open(&mut self) -> Result<Option<String>, String> {
        match self.token()? {
            Token::Open(name) => Ok(Some(name)),
            _ => Ok(None),
        }
    }

    fn expect_open(&mut self, name: &str) -> Result<(), String> {
        match self.token()? {
            Token::Open(opened) if opened == name => Ok(()),
            other => Err(format!("{other:?} instead of <{name}>")),
        }
    }

    fn expect_close(&mut self, name: &str) -> Result<(), String> {
        match self.token()? {
            Token::Close(closed) if closed == name => Ok(()),
            other => Err(format!("{other:?} instead of </{name}>")),
        }
    }

    /// The next token that is not space between elements.
    fn token(&mut self) -> Result<Token, String> {
        loop {
            match self.next()? {
                Token::Text(text) if text.trim().is_empty() => {}
                token => return Ok(token),
            }
        }
    }

    fn next(&mut self) -> Result<Token, String> {
        loop {
            let event = self.reader.read_event().map_err(|error| error.to_string())?;
            return Ok(match event {
                Event::Start(tag) => Token::Open(name(tag.name())),
                Event::End(tag) => Token::Close(name(tag.name())),
                Event::Text(text) => Token::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Token::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => {
                    let name = entity.xml10_content();
                    let named = match name.as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => entity.resolve_char_ref().map_err(|error| error.to_string())?,
                    };
                    let c = named.ok_or_else(|| format!("an entity of its own: {name}"))?;
                    Token::Text(c.into())
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::DocType(_) => return Err("a document type".into()),
                // Told as opened and closed, as the reader was asked.
                Event::Empty(tag) => Token::Open(name(tag.name())),
                Event::Eof => Token::End,
            });
        }
    }
}

fn name(name: quick_xml::name::QName<'_>) -> String {
    name.as_ref().chars().take(40).collect()
}

/// `20260203T07:00:00`, also with dashes and a `Z`.
fn read_time(text: &str) -> Option<DateTime> {
    let text = text.trim_end_matches('Z');
    DateTime::strptime("%Y%m%dT%H:%M:%S", text)
        .or_else(|_| DateTime::strptime("%Y-%m-%dT%H:%M:%S", text))
        .ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(value: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><methodResponse><params><param>{value}</param></params>\
             </methodResponse>\n"
        )
    }

    #[test]
    fn an_answer_as_wordpress_writes_it_is_read() {
        let text = answer(
            "\n <value><struct>\n <member><name>post_id</name><value><string>12</string></value>\
             </member><member><name>post_title</name><value> a &amp; &#8217;b&lt; </value></member>\
             <member><name>sizes</name><value><array><data><value><int>7</int></value>\
             <value><boolean>1</boolean></value></data></array></value></member>\
             <member><name>date</name><value><dateTime.iso8601>20260203T07:00:00</dateTime.iso8601>\
             </value></member><member><name>none</name><value><string/></value></member>\
             </struct></value>",
        );
        let Answer::Value(value) = read_answer(&text).unwrap() else { panic!() };
        assert_eq!((value.str("post_id").as_str(), value.str("none").as_str()), ("12", ""));
        assert_eq!(value.str("post_title"), " a & ’b< ");
        assert_eq!(value.get("sizes").unwrap().items(), [&Value::Int(7), &Value::Bool(true)]);
        let moment = value.get("date").unwrap().moment();
        assert_eq!(moment, Some("2026-02-03T07:00:00Z".parse().unwrap()));
        let fault = "<methodResponse><fault><value><struct><member><name>faultCode</name>\
            <value><int>403</int></value></member><member><name>faultString</name>\
            <value><string>Non.</string></value></member></struct></value></fault>\
            </methodResponse>";
        let expected = Answer::Fault { code: 403, message: "Non.".into() };
        assert_eq!(read_answer(fault), Ok(expected));
    }

    #[test]
    fn hostile_xml_is_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"cccc\"><!ENTITY d \"&b;&b;\">]>";
        let deep = format!(
            "{}{}",
            "<value><array><data>".repeat(100_000),
            "</data></array></value>".repeat(100_000)
        );
        for wrong in [
            format!("{bomb}{}", answer("<value>&d;</value>")),
            answer("<value>&file;</value>"),
            answer(&deep),
            answer("<value><string>unfinished"),
            answer("<value><int>12x</int></value>"),
            answer("<value>1</value>") + "<b>more</b>",
            "<html><body>Portal</body></html>".into(),
            String::new(),
        ] {
            assert!(read_answer(&wrong).is_err(), "{}", &wrong[..wrong.len().min(200)]);
        }
    }

    proptest! {
        #[test]
        fn a_text_is_read_back_as_it_was_written(text in "[a-zé&<>'\"\\]🎉\r\n\t \u{a0}]{0,40}") {
            let mut written = String::new();
            Value::List(vec![Value::text(&text), Value::Bytes(text.clone().into_bytes())])
                .write(&mut written);
            let Answer::Value(read) = read_answer(&answer(&written)).unwrap() else { panic!() };
            prop_assert_eq!(read.items(), [&Value::text(&text), &Value::Bytes(text.into_bytes())]);
        }

        #[test]
        fn any_answer_is_taken(text in "(<(/?(value|struct|member|name|array|data|int|fault|param(s)?|methodResponse))/?>|&amp;|[a-z0-9&<>])*") {
            let _ = read_answer(&text);
        }
    }
}
