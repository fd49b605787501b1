import TrackingLog

/// Cells that a spreadsheet would run as a formula (OWASP, CSV injection).
enum FormulaCell {
    /// Whether a cell that begins so is one.
    static func begins(_ byte: UInt8) -> Bool {
        switch byte {
        case .equals, .plus, .hyphen, .at, .tab, .carriageReturn: true
        default: false
        }
    }
}
