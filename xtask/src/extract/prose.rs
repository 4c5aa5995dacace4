//! Reads sentences: lengths, ranges, value lists, defaults, exclusions, character rules, conditional presence.
