package import Durability

/// An input that a reading left to its caller, who reads it in another way.
package struct SetAsideInput: Sendable {
    /// What messages call it.
    package var name: String
    /// The file, as it was named or found; nil for standard input and copies.
    package var path: String?
    /// The number of the reading's sources before it.
    package var position: Int
    /// Whether it begins as a tally.
    package var isTally: Bool
    /// The bytes, where they can be read only once; nil for a file that is opened again.
    private let copy: RereadableFile?

    /// What every tally file begins with. A tally is no log: it sums logs up.
    package static let tallyMark = Array("pushtrail.tally/".utf8)

    /// - Parameters:
    ///   - name: what messages call it.
    ///   - path: the file; nil for what can be read only once.
    ///   - position: the number of the reading's sources before it.
    ///   - isTally: whether it begins as a tally.
    ///   - copy: the bytes of what can be read only once.
    init(name: String, path: String?, position: Int, isTally: Bool, copy: RereadableFile? = nil) {
        self.name = name
        self.path = path
        self.position = position
        self.isTally = isTally
        self.copy = copy
    }

    /// Opens its bytes, from the first one on.
    package func open() throws(FileError) -> OpenFile {
        guard let copy else { return try OpenFile(path ?? name, links: .followed) }
        return try copy.opened()
    }
}

/// A file that a reading may set aside.
package struct SetAsideCandidate: Sendable {
    /// The file, as it was named or found; nil for standard input and copies.
    package var path: String?
    /// The first bytes.
    package var head: [UInt8]
    /// Whether it was named, or has the name of a log.
    package var isLogByName: Bool
    /// Whether it begins as a tally.
    package var isTally: Bool { head.starts(with: SetAsideInput.tallyMark) }
}
