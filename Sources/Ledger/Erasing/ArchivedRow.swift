public import TrackingLog

/// A row of a sealed night, valid while it is visited.
public struct ArchivedRow {
    let row: CanonicalRow
    /// Whether an erasure of the ledger erased whom it was about.
    public let isErased: Bool

    /// A field as the row has it, every quote in it doubled.
    public subscript(column: Column) -> UnsafeRawBufferPointer { row[column] }

    /// Visits a field's text.
    public func withText<Result>(of column: Column, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let field = row[column]
        guard field.contains(CSVDialect.quote) else { return body(field) }
        var text: [UInt8] = []
        CSVDialect.appendHalvingQuotes(of: field, to: &text)
        return text.withUnsafeBytes(body)
    }

    /// Whether an erasure is about the row.
    public func verdict(_ reader: inout ErasureReader) -> ErasureReader.Verdict {
        func verdict(_ hwid: UnsafeRawBufferPointer, _ target: UnsafeRawBufferPointer) -> ErasureReader.Verdict {
            reader.verdict(hwid: hwid, target: target, payload: row[.payload], isEscaped: true)
        }
        return withText(of: .hwid) { hwid in withText(of: .target) { target in verdict(hwid, target) } }
    }

    /// Whom the row is about.
    public var addressee: Addressee {
        func text(_ column: Column) -> [UInt8] { withText(of: column) { Array($0) } }
        return Addressee(
            appCode: text(.appCode), trackingCode: text(.trackingCode), target: text(.target), hwid: text(.hwid),
            payload: text(.payload))
    }

    /// The message, by the texts of its fields.
    public var message: MessageKey {
        func text(_ column: Column) -> [UInt8] { withText(of: column) { Array($0) } }
        return MessageKey(appCode: text(.appCode), trackingCode: text(.trackingCode))
    }
}

extension Addressee {
    /// The half of a row that says to whom: see ``RowHalves``.
    var whom: [UInt8] {
        var text: [UInt8] = []
        CSVDialect.appendField(trackingCode.span, to: &text)
        for field in [target, hwid, payload] {
            text.append(CSVDialect.separator)
            CSVDialect.appendField(field.span, to: &text)
        }
        return text
    }
}
