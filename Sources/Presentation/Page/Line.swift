/// A line in its final layout, with an emphasis for terminals with color.
///
/// Whole lines are colored, after they are laid out: color within one would count as columns.
public struct Line: Sendable {
    /// The emphasis of a line.
    public enum Emphasis: Sendable {
        case none, heading, bad, odd, quiet
    }

    var text: String
    var emphasis = Emphasis.none
}
