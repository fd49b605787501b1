/// Something wrong with a zip.
package struct ZipFault: Error, Hashable, Sendable {
    /// The kinds of fault. ``ZipAdmission`` says which ones keep something from being read.
    package enum Kind: CaseIterable, Sendable {
        /// There is no end record: the file is cut off, or is no zip.
        case noEndRecord
        case truncated
        case cutComment
        case leadingBytes
        case trailingBytes
        case comment
        /// Another end record that names the same directory, or none.
        case repeatedEndRecord
        /// Another end record, or another way of reading one, that leads to a directory of its own.
        ///
        /// Readers disagree about which one counts.
        case secondEndRecord
        case directory
        /// Bytes in the directory that are no entry, which readers skip.
        case directoryExtra
        /// Extra fields that are cut off, or large in one header alone.
        case extraField
        /// More entries than the end record can count, and it counts them modulo 65,536.
        case wrappedCount
        case gap
        case orphanEntry
        case overlap
        /// The two headers of an entry, or the two end records, contradict each other.
        case headerMismatch
        /// The two headers of an entry disagree about something that readers ignore.
        case headerVariation
        /// A Unicode Path field gives another name.
        case otherName
        case unsafeName
        case repeatedName
        case caseTwin
        case encrypted
        case unknownMethod
        case longer
        case shorter
        case crc
        case damagedData
        case truncatedData
        case trailingData
        case unreadable
    }

    package var kind: Kind
    /// The name of the entry; nil if about the zip itself.
    package var entry: String?
    /// What is wrong, in words for people.
    package var reason: String

    package init(_ kind: Kind, entry: String? = nil, _ reason: String) {
        self.kind = kind
        self.entry = entry
        self.reason = reason
    }

    static func overlap(_ member: ZipMember) -> ZipFault {
        ZipFault(.overlap, entry: member.name, "the entry shares bytes with the entry before it")
    }

    static func encrypted(_ member: ZipMember) -> ZipFault {
        ZipFault(.encrypted, entry: member.name, "the entry is encrypted")
    }
}

extension ZipFault.Kind {
    /// The name that scripts can rely on; several kinds may share one.
    package var code: String {
        switch self {
        case .noEndRecord, .truncated, .cutComment: "zip-truncated"
        case .leadingBytes: "zip-leading-bytes"
        case .trailingBytes: "zip-trailing-bytes"
        case .comment: "zip-comment"
        case .repeatedEndRecord, .secondEndRecord: "zip-second-end-record"
        case .directory, .directoryExtra, .extraField, .wrappedCount: "zip-directory-malformed"
        case .gap: "zip-gap"
        case .orphanEntry: "zip-orphan-entry"
        case .overlap: "zip-overlap"
        case .headerMismatch, .headerVariation, .otherName: "zip-header-mismatch"
        case .unsafeName: "zip-name-unsafe"
        case .repeatedName: "zip-name-repeated"
        case .caseTwin: "zip-name-case-twin"
        case .encrypted: "zip-encrypted"
        case .unknownMethod: "zip-method-unknown"
        case .longer: "zip-longer-than-declared"
        case .shorter: "zip-shorter-than-declared"
        case .crc: "zip-crc-wrong"
        case .damagedData: "zip-data-damaged"
        case .truncatedData: "zip-data-truncated"
        case .trailingData: "zip-data-trailing"
        case .unreadable: "unreadable"
        }
    }
}
