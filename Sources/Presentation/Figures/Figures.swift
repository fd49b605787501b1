import Analysis
import TrackingLog

// Figures as people read them.

extension [String] {
    /// The texts, each but the last with a comma after it.
    var joinedByCommas: [String] { dropLast().map { $0 + "," } + suffix(1) }
}

extension Rate {
    /// With one decimal: `90.4 %`; `–` if undefined. Only none reads 0, only all reads 100. More than all is possible:
    /// a message may convert although no log says that it was delivered.
    package var percent: String {
        guard whole > 0 else { return "–" }
        if count == whole { return "100 %" }
        let tenths = (1000 * count + whole / 2) / whole
        if count > 0, tenths == 0 { return "<0.1 %" }
        let shown = count < whole ? Swift.min(tenths, 999) : Swift.max(tenths, 1001)
        return "\((shown / 10).grouped).\(shown % 10) %"
    }
}

extension Int {
    /// A number of bytes: `917 MB`, `1.2 GB`.
    package var asBytes: String {
        var value = Double(self)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 999.5 { return value.short + " " + unit }
            value /= 1000
        }
        return value.short + " TB"
    }

    /// A number of seconds: `0:07`, `12:40`, `1:02:03`.
    package var asDuration: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return self < 3600
            ? "\(self / 60):\(two(self % 60))"
            : "\(self / 3600):\(two(self / 60 % 60)):\(two(self % 60))"
    }
}

extension Double {
    /// With as many decimals, the last ones left out where they are zeros.
    package func rounded(to places: Int) -> String {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return "\((self * scale).rounded() / scale)"
    }

    /// One decimal below ten, none from there on.
    fileprivate var short: String {
        let tenths = Int((self * 10).rounded())
        return tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10)" : "\(Int(self.rounded()))"
    }
}
