import Durability
import LogArchive

/// Something that a verification found: what, where and why.
public struct Finding: Hashable, Sendable {
    /// What.
    public var code: FindingCode
    /// The file: its path in the archive, or as it was named.
    public var path: String
    /// The zip's entry; nil where it is not about one.
    public var entry: String?
    /// The row, from 1, the header left out; of several the first. nil where it is about none.
    public var row: Int?
    /// How often.
    public var count: Int
    /// Why, in words for people.
    public var reason: String

    init(_ code: FindingCode, _ path: String, entry: String? = nil, row: Int? = nil, count: Int = 1, _ reason: String) {
        self.code = code
        self.path = path
        self.entry = entry
        self.row = row
        self.count = count
        self.reason = reason
    }

    init(_ fault: ZipFault, in path: String) {
        self.init(FindingCode(fault.kind), path, entry: fault.entry, fault.reason)
    }

    init(_ error: FileError, at path: String) {
        self.init(error.found == nil ? .unreadable : .notAFile, path, error.reason)
    }
}
