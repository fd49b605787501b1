import Analysis
import TrackingLog

// Figures as people read them.

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
