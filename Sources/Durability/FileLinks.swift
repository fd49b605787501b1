/// What becomes of a symbolic link in the place of a file.
public enum FileLinks: Sendable {
    /// It is refused: in an archive there are none, and what one leads to is not a part of it.
    case refused
    /// It is followed: a path that a person named may lead anywhere.
    case followed
}
