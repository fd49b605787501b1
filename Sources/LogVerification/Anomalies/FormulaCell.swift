import TrackingLog

/// Cells that a spreadsheet would run as a formula (OWASP, CSV injection).
package enum FormulaCell {
    /// Whether a cell that begins with this byte is one.
    @inlinable
    package static func begins(_ byte: UInt8) -> Bool {
        switch byte {
        case .equals, .plus, .hyphen, .at, .tab, .carriageReturn: true
        default: false
        }
    }
}
