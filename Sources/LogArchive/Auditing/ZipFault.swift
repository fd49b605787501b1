/// Something about a zip that is not as it has to be.
package struct ZipFault: Error, Hashable, Sendable {
    /// What is wrong, by a name that scripts can rely on.
    package enum Kind: String, CaseIterable, Sendable {
        case truncated = "zip-truncated"
        case leadingBytes = "zip-leading-bytes"
        case trailingBytes = "zip-trailing-bytes"
        case comment = "zip-comment"
        case secondEndRecord = "zip-second-end-record"
        case directory = "zip-directory-malformed"
        case gap = "zip-gap"
        case orphanEntry = "zip-orphan-entry"
        case overlap = "zip-overlap"
        case headerMismatch = "zip-header-mismatch"
        case unsafeName = "zip-name-unsafe"
        case repeatedName = "zip-name-repeated"
        case caseTwin = "zip-name-case-twin"
        case encrypted = "zip-encrypted"
        case unknownMethod = "zip-method-unknown"
        case longer = "zip-longer-than-declared"
        case shorter = "zip-shorter-than-declared"
        case crc = "zip-crc-wrong"
        case damagedData = "zip-data-damaged"
        case truncatedData = "zip-data-truncated"
        case trailingData = "zip-data-trailing"
        case unreadable = "unreadable"
    }

    package var kind: Kind
    /// The name of the entry it is about; nil where it is about the zip as a whole.
    package var entry: String?
    /// What is wrong, in words for people.
    package var reason: String

    package init(_ kind: Kind, entry: String? = nil, _ reason: String) {
        self.kind = kind
        self.entry = entry
        self.reason = reason
    }

    static func overlap(_ member: ZipMember) -> ZipFault {
        ZipFault(.overlap, entry: member.name, "it shares bytes with the entry before it")
    }
}
