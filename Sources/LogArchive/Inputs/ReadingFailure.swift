/// An input that could not be read, or not to its end.
public struct ReadingFailure: Hashable, Codable, Sendable {
    /// What messages call it.
    public var name: String
    /// The file or folder, as it was named, without the zip's entry.
    public var path: String
    /// Why, in words for people.
    public var reason: String
    /// What can be done about it; nil where no general advice helps.
    public var hint: String?
    /// The file whose content cannot be read. nil where the system is at fault, as with no permission or a full disk: the
    /// same file may be readable later. nil for standard input too.
    public var damagedFile: String?
    /// The index in the summary's sources; nil if it was not opened.
    public var source: Int?
    /// What is wrong with the zip's entry; nil where something else failed.
    package var fault: ZipFault?

    // What is wrong with a zip's entry is for those who have the zip.
    private enum CodingKeys: String, CodingKey {
        case name, path, reason, hint, source
        case damagedFile = "damaged_file"
    }

    package init(_ name: String, _ fault: ReadingFault, in file: String? = nil, source: Int? = nil) {
        self.name = name
        path = file ?? name
        damagedFile = fault.isOfContent ? file : nil
        reason = fault.reason
        hint = fault.remedy
        self.source = source
        self.fault = fault.zip
    }
}
