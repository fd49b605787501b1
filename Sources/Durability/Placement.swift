/// Whether a finished file may replace another.
public enum Placement: Sendable {
    /// It replaces any file of its name.
    case replacing
    /// It replaces nothing: there may be no file of its name, or one with the same bytes, which then stays.
    case whereNoneIs
}

/// How a finished file came to be in its place.
public enum Appearance: Hashable, Sendable {
    /// It was put there.
    case appeared
    /// A file with the same bytes was there, and stays.
    case wasThere
}

/// What becomes of a symbolic link in the place of a file.
public enum FileLinks: Sendable {
    /// It is refused: an archive holds none, and what one leads to is not part of the archive.
    case refused
    /// It is followed: a path that someone named may lead anywhere.
    case followed
}
