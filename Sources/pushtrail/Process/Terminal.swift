import Glibc

/// What an output is connected to: a terminal, or a file or pipe.
struct Terminal: Sendable {
    let isTerminal: Bool
    /// Columns; 80 if unknown.
    let width: Int
    /// Whether colour is welcome: a terminal that knows it, and no `NO_COLOR` (no-color.org).
    let usesColor: Bool
    /// Whether it shows block characters: a terminal whose locale says UTF-8 (POSIX, "Environment Variables").
    let showsUTF8: Bool

    static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
    static let standardError = Terminal(descriptor: STDERR_FILENO)

    private init(descriptor: Int32) {
        isTerminal = isatty(descriptor) == 1
        var size = winsize()
        width = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
        let refuses = Environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        usesColor = isTerminal && !refuses && Environment["TERM"] != "dumb"
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { Environment[$0] }.first { !$0.isEmpty } ?? ""
        let charset = locale.lowercased().prefix { $0 != "@" }
        showsUTF8 = isTerminal && (charset.hasSuffix("utf-8") || charset.hasSuffix("utf8"))
    }
}
