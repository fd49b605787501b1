import Analysis
import TrackingLog

// Values of lines as text.
extension [UInt8] {
    /// Appends what a line's column holds as plain text.
    ///
    /// - Parameter texts: the texts of the lines.
    mutating func append(_ value: LineValue, in texts: [UInt8]) {
        switch value {
        case .none: break
        case .text(let range): self += texts[range.offsets]
        case .time(let time): append(time)
        case .number(let number): append(decimal: number)
        case .decimal(let value, let decimals): self += value.text(decimals: decimals).utf8
        case .flag(let isSet): append(isSet)
        }
    }

    /// Appends a number that is not negative.
    mutating func append(decimal number: Int) {
        if number >= 10 { append(decimal: number / 10) }
        append(.digit(UInt8(number % 10)))
    }

    /// Appends a time in RFC 3339's form.
    mutating func append(_ time: Timestamp) {
        time.append(to: &self, separator: .upperT)
        append(.upperZ)
    }

    /// Appends `true` or `false`.
    mutating func append(_ flag: Bool) {
        append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// Appends a text as a JSON string that does nothing to a terminal.
    mutating func append(json text: Span<UInt8>) {
        var odd: UInt8 = 0
        // Most texts have nothing to escape. Without a way out, the loop is done by vectors.
        for index in text.indices {
            let byte = text[index]
            odd |= byte < .space || byte >= 0x7F || byte == .quote || byte == .backslash ? 1 : 0
        }
        if odd == 0 {
            append(.quote)
            text.withUnsafeBufferPointer { append(contentsOf: $0) }
            append(.quote)
            return
        }
        let start = count
        JSONText.appendQuoted(text, to: &self)
        let quoted = String(decoding: self[start...], as: UTF8.self).withControlsEscaped
        replaceSubrange(start..., with: quoted.utf8)
    }
}
