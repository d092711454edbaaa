//! A small reader of command lines: options first, then positional words.
//!
//! Options are `--name VALUE`, `--name=VALUE` or a bare `--flag`. A verb
//! pulls what it knows; `finish` complains about what nobody knew.

use anyhow::{Result, bail};

/// The words after the verb, consumed from the front.
pub struct Args {
    words: std::vec::IntoIter<String>,
    /// The value of `--name=VALUE` whose name was handed out but not its value.
    pending: Option<String>,
}

/// What comes next on the command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Word {
    /// `--name` or `-n`, with its dashes.
    Option(String),
    /// Anything else; after `--`, everything.
    Plain(String),
}

impl Args {
    /// Starts at the first word.
    pub fn new(words: Vec<String>) -> Self {
        Self { words: words.into_iter(), pending: None }
    }

    /// The next option or word.
    ///
    /// # Errors
    /// If the option before was a flag and yet was given a value.
    pub fn take(&mut self) -> Result<Option<Word>> {
        if let Some(value) = self.pending.take() {
            bail!("unexpected value: {value}");
        }
        let Some(word) = self.words.next() else { return Ok(None) };
        if word == "--" {
            return Ok(self.words.next().map(Word::Plain));
        }
        if let Some((name, value)) = word.split_once('=')
            && name.starts_with("--")
        {
            self.pending = Some(value.to_owned());
            return Ok(Some(Word::Option(name.to_owned())));
        }
        if word.len() > 1 && word.starts_with('-') {
            return Ok(Some(Word::Option(word)));
        }
        Ok(Some(Word::Plain(word)))
    }

    /// The value of the option just taken.
    ///
    /// # Errors
    /// If the command line ends there.
    pub fn value(&mut self, option: &str) -> Result<String> {
        match self.pending.take().or_else(|| self.words.next()) {
            Some(value) => Ok(value),
            None => bail!("{option} needs a value"),
        }
    }

    /// Everything that is left, as it is.
    pub fn rest(&mut self) -> Vec<String> {
        self.words.by_ref().collect()
    }
}

/// The error for an option that a verb does not have.
///
/// # Errors
/// Always.
pub fn unknown<T>(verb: &str, word: &Word) -> Result<T> {
    match word {
        Word::Option(name) => bail!("{verb} has no option {name}; see ./pyrite help"),
        Word::Plain(text) => bail!("{verb} takes no argument {text:?}; see ./pyrite help"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> Args {
        Args::new(words.iter().map(|w| (*w).to_owned()).collect())
    }

    #[test]
    fn option_value_may_be_joined_or_separate() {
        let mut a = args(&["--board=pico", "--ram", "200K", "x.py", "-v"]);
        assert_eq!(a.take().unwrap(), Some(Word::Option("--board".into())));
        assert_eq!(a.value("--board").unwrap(), "pico");
        assert_eq!(a.take().unwrap(), Some(Word::Option("--ram".into())));
        assert_eq!(a.value("--ram").unwrap(), "200K");
        assert_eq!(a.take().unwrap(), Some(Word::Plain("x.py".into())));
        assert_eq!(a.rest(), ["-v"]);
    }

    #[test]
    fn flag_with_a_value_is_refused() {
        let mut a = args(&["--flag=1", "x"]);
        assert_eq!(a.take().unwrap(), Some(Word::Option("--flag".into())));
        assert!(a.take().is_err());
    }

    #[test]
    fn option_at_the_end_lacks_its_value() {
        let mut a = args(&["--board"]);
        a.take().unwrap();
        assert!(a.value("--board").is_err());
    }
}
