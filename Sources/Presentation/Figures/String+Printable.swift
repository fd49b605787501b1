// Logs are written by others: nothing in them may act on a terminal.

import TrackingLog

extension String {
    /// The text with control characters, line ends and invisible characters that change how text looks replaced.
    package var printable: String { replacingControls { _ in "\u{FFFD}" } }

    /// The same for the lines of a text: their ends stay.
    package var printableLines: String { replacingControls(keepingLines: true) { _ in "\u{FFFD}" } }

    /// The same on one line: line ends and tabs become spaces.
    var printableLine: String {
        replacingControls { ["\n", "\r", "\t"].contains($0) ? " " : "\u{FFFD}" }
    }

    /// Encoded JSON with the remaining control and deceptive characters escaped: the same JSON, harmless to a terminal.
    package var withControlsEscaped: String {
        // The encoder escapes the characters below the space; only its own line ends are left.
        replacingControls(keepingLines: true) { scalar in
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    private func replacingControls(
        keepingLines: Bool = false, by replacement: (Unicode.Scalar) -> String
    ) -> String {
        // A quick look first: they are these bytes, or begin with C2, D8, E2 or EF.
        let isSuspect = utf8.contains {
            $0 < 0x20 && !(keepingLines && $0 == 0x0A) || $0 == 0x7F || $0 == 0xC2 || $0 == 0xD8 || $0 == 0xE2
                || $0 == 0xEF
        }
        guard isSuspect else { return self }
        var scalars = UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isDeceptive, !(keepingLines && scalar == "\n") {
                scalars.append(contentsOf: replacement(scalar).unicodeScalars)
            } else {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
