//! What Lucene's ArabicAnalyzer makes of a text, as a tokenizer of tantivy: words, digits and letters folded, stop words
//! left out, light10 stems (Larkey, Ballesteros and Connell 2007).

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

const PREFIXES: [&str; 7] = ["ال", "وال", "بال", "كال", "فال", "لل", "و"];
const SUFFIXES: [&str; 10] = ["ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي"];

#[derive(Clone)]
pub struct Light10 {
    stop: Arc<HashSet<String>>,
    token: Token,
}

impl Light10 {
    pub fn new(stop: Arc<HashSet<String>>) -> Light10 {
        Light10 { stop, token: Token::default() }
    }
}

pub struct Words<'a> {
    of: &'a mut Light10,
    text: &'a str,
    at: usize, // bytes of the text that are behind us
}

impl Tokenizer for Light10 {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        self.token.reset();
        Words { of: self, text, at: 0 }
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let rest = &self.text[self.at..];
            let Some(from) = rest.find(char::is_alphanumeric) else { return false };
            let word = &rest[from..];
            let length = word.find(|c: char| !c.is_alphanumeric() && !mark(c)).unwrap_or(word.len());
            let token = &mut self.of.token;
            token.offset_from = self.at + from;
            token.offset_to = token.offset_from + length;
            token.position = token.position.wrapping_add(1);
            self.at = token.offset_to;
            token.text.clear();
            token.text.extend(word[..length].chars().flat_map(char::to_lowercase).map(digit));
            if self.of.stop.contains(&token.text) {
                continue;
            }
            if token.text.chars().any(|c| c >= '\u{600}') {
                token.text = token.text.chars().filter(|&c| !dropped(c)).map(fold).collect();
                stem(&mut token.text);
            }
            return true;
        }
    }

    fn token(&self) -> &Token {
        &self.of.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.of.token
    }
}

/// Marks belong to the word before them.
fn mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{200C}' | '\u{200D}')
}

/// Short vowels, their absence, and the stroke that only makes a word longer.
fn dropped(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64B}'..='\u{652}')
}

fn digit(c: char) -> char {
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        _ => return c,
    };
    char::from(b'0' + (c as u32 - zero) as u8)
}

fn fold(c: char) -> char {
    match c {
        'آ' | 'أ' | 'إ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        _ => c,
    }
}

/// Takes away one prefix, and then each suffix in its turn, as long as enough letters stay.
fn stem(word: &mut String) {
    let letters = |s: &str| s.chars().count();
    for prefix in PREFIXES {
        let stays = if letters(prefix) == 1 { 3 } else { 2 };
        if word.starts_with(prefix) && letters(word) >= letters(prefix) + stays {
            word.drain(..prefix.len());
            break;
        }
    }
    for suffix in SUFFIXES {
        if word.ends_with(suffix) && letters(word) >= letters(suffix) + 2 {
            word.truncate(word.len() - suffix.len());
        }
    }
}
