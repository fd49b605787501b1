/// A line of a page for people, and how it stands out where colour is welcome.
///
/// Whole lines are coloured, after they are laid out: colour within one would count as columns.
struct PageLine {
    enum Emphasis: String {
        case none = ""
        case heading = "\u{1B}[1m"
        case bad = "\u{1B}[31m"
        case odd = "\u{1B}[33m"
        case quiet = "\u{1B}[2m"
    }

    var text: String
    var emphasis = Emphasis.none

    /// The line with its line end. Control characters, which a log may hold and a terminal obey, are made visible.
    func rendered(colored: Bool) -> String {
        let text = text.printable
        return colored && emphasis != .none && !text.isEmpty
            ? emphasis.rawValue + text + "\u{1B}[0m\n" : text + "\n"
    }
}
