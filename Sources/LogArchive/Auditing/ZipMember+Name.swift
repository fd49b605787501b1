extension ZipMember {
    /// What is dangerous about its names, or about what they are the names of; nil where nothing is.
    var danger: String? {
        // S_IFLNK in the Unix mode.
        if attributes >> 28 & 0xF == 0xA { return "it is a symbolic link" }
        return ([rawName] + otherNames).lazy.compactMap(Self.danger).first
    }

    private static func danger(of rawName: [UInt8]) -> String? {
        if rawName.isEmpty { return "it has no name" }
        if rawName.contains(0) { return "a NUL is in its name" }
        if rawName.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "a control character is in its name" }
        if rawName.contains(UInt8(ascii: "\\")) { return "a backslash is in its name" }
        if rawName.first == UInt8(ascii: "/") { return "its name begins at the root" }
        if rawName.count >= 2, rawName[1] == UInt8(ascii: ":") { return "its name begins with a drive" }
        if rawName.split(separator: UInt8(ascii: "/")).contains(Array("..".utf8)[...]) {
            return "its name leads out of the folder"
        }
        return nil
    }
}
