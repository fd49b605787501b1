import Analysis

// Figures as people read them.

extension Int {
    /// With a comma at every third digit: `2,500,000`.
    package var grouped: String {
        let digits = String(magnitude)
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// The number with what it counts: `1 row`, `2,000 rows`.
    package func counting(_ noun: String, _ plural: String? = nil) -> String {
        "\(grouped) \(self == 1 ? noun : plural ?? noun + "s")"
    }
}

extension [String] {
    /// The texts, each but the last with a comma after it.
    var joinedByCommas: [String] { dropLast().map { $0 + "," } + suffix(1) }
}

extension Rate {
    /// With one decimal: `90.4 %`; `–` where there is no rate. Only what is none at all reads 0, only what is all
    /// reads 100. More than all is possible: messages converted of which no log says that they were delivered.
    var percent: String {
        guard whole > 0 else { return "–" }
        if count == whole { return "100 %" }
        let tenths = (1000 * count + whole / 2) / whole
        if count > 0, tenths == 0 { return "<0.1 %" }
        let shown = count < whole ? Swift.min(tenths, 999) : Swift.max(tenths, 1001)
        return "\((shown / 10).grouped).\(shown % 10) %"
    }
}
