/// Figures as people read them.
extension Int {
    /// A number of bytes: `917 MB`, `1.2 GB`.
    var asBytes: String {
        var value = Double(self)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 999.5 { return value.short + " " + unit }
            value /= 1000
        }
        return value.short + " TB"
    }

    /// A number of seconds: `0:07`, `12:40`, `1:02:03`.
    var asDuration: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return self < 3600
            ? "\(self / 60):\(two(self % 60))"
            : "\(self / 3600):\(two(self / 60 % 60)):\(two(self % 60))"
    }
}

extension Double {
    /// With as many decimals, the last ones left out where they are zeros.
    func rounded(to places: Int) -> String {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return "\((self * scale).rounded() / scale)"
    }

    /// One decimal below ten, none from there on.
    fileprivate var short: String {
        let tenths = Int((self * 10).rounded())
        return tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10)" : "\(Int(self.rounded()))"
    }
}
