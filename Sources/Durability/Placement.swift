/// How a file that is whole takes its place.
public enum Placement: Sendable {
    /// Over whatever file is there.
    case replacing
    /// Only where no file is, or one of the same bytes, which then stays.
    case whereNoneIs
}

/// What became of a file that took its place.
public enum Appearance: Hashable, Sendable {
    /// It is there now.
    case appeared
    /// One of the same bytes was there, and stays.
    case wasThere
}
