/// Why a search index is not used. It costs only speed.
package enum SearchIndexFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is none.
    case missing
    /// It cannot be read.
    case unreadable(reason: String)
    /// It is no index, or not as it was written.
    case damaged
    /// Another version wrote it.
    case otherVersion
    /// It is of another zip than the one beside it.
    case otherZip

    /// What is wrong, in words for people.
    package var description: String {
        switch self {
        case .missing: "there is no search index"
        case .unreadable(let reason): "the search index cannot be read: \(reason)"
        case .damaged: "the search index is damaged"
        case .otherVersion: "the search index has a format that this version does not read"
        case .otherZip: "the search index is of another zip than the one beside it"
        }
    }
}
