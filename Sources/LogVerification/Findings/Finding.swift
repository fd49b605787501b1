package import Durability
package import LogArchive

/// One thing that a verification found: what, where and why.
public struct Finding: Hashable, Sendable {
    /// The kind of finding.
    public var code: FindingCode
    /// The file: its path in the archive, or as the user named it.
    public var path: String
    /// The zip's entry; nil if it is not about one.
    public var entry: String?
    /// The row, or the first of several; nil if about none.
    ///
    /// Rows count from 1, without the header.
    public var row: Int?
    /// The number of occurrences.
    public var count: Int
    /// What is wrong, in words for people.
    public var reason: String

    package init(
        _ code: FindingCode, _ path: String, entry: String? = nil, row: Int? = nil, count: Int = 1, _ reason: String
    ) {
        self.code = code
        self.path = path
        self.entry = entry
        self.row = row
        self.count = count
        self.reason = reason
    }

    package init(_ fault: ZipFault, in path: String) {
        self.init(FindingCode(fault.kind), path, entry: fault.entry, fault.reason)
    }

    package init(_ error: FileError, at path: String) {
        self.init(error.found == nil ? .unreadable : .notAFile, path, error.reason)
    }
}

extension [Finding] {
    /// The gravest of the findings; nil if there are none but warnings.
    package var gravity: Gravity? {
        map(\.code.gravity).max().flatMap { $0 == .warning ? nil : $0 }
    }

    /// Sorts the gravest first, then by path, and keeps the order otherwise.
    package mutating func sortByGravity() {
        let order = enumerated().sorted { left, right in
            let (one, two) = (left.element, right.element)
            if one.code.gravity != two.code.gravity { return one.code.gravity > two.code.gravity }
            return one.path != two.path ? one.path < two.path : left.offset < right.offset
        }
        self = order.map(\.element)
    }
}
