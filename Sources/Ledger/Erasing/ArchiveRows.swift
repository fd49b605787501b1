public import TrackingLog
import TransparencyLog

/// The rows of an archive's nights.
public struct ArchiveRows: Sendable {
    private let archive: String

    /// - Parameter archive: the archive's folder.
    public init(of archive: String) { self.archive = archive }

    /// Whether a night can be passed over in a search for messages: by its search index it has no row of them.
    ///
    /// - Parameters:
    ///   - night: the night.
    ///   - codes: the messages' tracking codes, a moderate number of them.
    public func areRuledOut(_ codes: [String], in night: LedgerNight) -> Bool {
        if case .ruledOut = NightSearch(archive: archive, codes: codes).verdict(on: night) { true } else { false }
    }

    /// Visits the rows of a night in their order.
    ///
    /// - Throws: ``LedgerError`` where the night cannot be read, or a row is none that nights are written with.
    public func forEach(in night: LedgerNight, _ visit: (ArchivedRow) -> Void) throws(LedgerError) {
        let erased = try ErasedRows(of: night, in: archive)?.hidden ?? [:]
        var number = -1
        var strange: Int?
        try NightLines.read(night, in: archive) { line in
            number += 1
            guard number > 0 else { return }
            guard let row = CanonicalRow(line) else {
                strange = strange ?? number
                return
            }
            visit(ArchivedRow(row: row, isErased: !erased.isEmpty && erased[number - 1] != nil))
        }
        if let strange {
            throw .contradiction(
                "row \(strange.grouped) of \(night.manifest.archive) is not in the form that logs have")
        }
    }

    /// Finds the rows of a night that are to be erased.
    ///
    /// - Parameters:
    ///   - night: the night.
    ///   - isConcerned: decides; called for every row.
    /// - Returns: the rows; nil if there are none.
    /// - Throws: ``LedgerError``, also where a row's salt is not known, or a row that was erased names somebody: files of the
    ///   night are missing, or from before an erasure, and the search could find too little.
    public func erasure(
        of night: LedgerNight, where isConcerned: (ArchivedRow) -> Bool
    ) throws(LedgerError) -> NightErasure? {
        let salts = try NightSalts(of: night, in: archive)
        var index = -1
        var erasure = NightErasure(night: night)
        var fault: (row: Int, reason: String)?
        try forEach(in: night) { row in
            index += 1
            guard isConcerned(row) else { return }
            if row.isErased {
                if !ErasedRows.isNameless(row.row) { fault = fault ?? (index + 1, "was erased, and names somebody") }
                erasure.codes[index] = row.message
            } else if let salt = salts.salt(of: index) {
                erasure.rows[index] = RowHalves(row.row).hidden(by: salt)
            } else {
                fault = fault ?? (index + 1, "has no salt")
            }
        }
        if let fault {
            throw .contradiction(
                "row \(fault.row.grouped) of \(night.manifest.archive) \(fault.reason): the night is not as the ledger has it"
            )
        }
        return erasure.isEmpty ? nil : erasure
    }
}

/// The rows of a night that are to be erased.
public struct NightErasure: Sendable {
    /// The night.
    public let night: LedgerNight
    /// What hides whom each was about, by the rows' places in the log, from 0.
    fileprivate(set) var rows: [Int: SHA256Hash] = [:]
    /// The messages of the rows that were erased before, but for their tracking codes.
    fileprivate(set) var codes: [Int: MessageKey] = [:]

    /// The number of rows.
    public var count: Int { rows.count + codes.count }
    fileprivate var isEmpty: Bool { rows.isEmpty && codes.isEmpty }

    fileprivate init(night: LedgerNight) { self.night = night }

    /// Leaves out rows that were erased before, and whose tracking codes stay.
    ///
    /// - Parameter isReplaced: whether the tracking codes of a message are replaced.
    /// - Returns: what is left; nil if nothing is.
    public func replacingCodes(where isReplaced: (MessageKey) -> Bool) -> NightErasure? {
        var erasure = self
        erasure.codes = codes.filter { isReplaced($0.value) }
        return erasure.isEmpty ? nil : erasure
    }
}
