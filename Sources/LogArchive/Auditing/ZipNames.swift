/// The names of a zip's entries, as they become paths when it is unpacked: which of them lead to the same file.
///
/// Parts are compared as the least exact file system does: without case (full Unicode case mapping, canonically equal
/// texts being the same), without the dots and spaces at their ends, parts that are empty or `.` left out.
struct ZipNames {
    /// A part of a path below the node of those before it.
    private struct Step: Hashable {
        var parent: Int
        var part: String
    }

    /// The first entry that is a file, or a folder, at a node.
    private struct Node {
        var file: Int?
        var folder: Int?
    }

    private let members: [ZipMember]
    private var steps: [Step: Int] = [:]
    private var nodes: [Node] = []
    private var raw: Set<[UInt8]> = []
    private(set) var faults: [ZipFault] = []

    init(_ members: [ZipMember]) {
        self.members = members
        for (index, member) in members.enumerated() {
            if let danger = member.danger { faults.append(ZipFault(.unsafeName, entry: member.name, danger)) }
            if !raw.insert(member.rawName).inserted {
                faults.append(ZipFault(.repeatedName, entry: member.name, "two entries have this name"))
            } else {
                add(member, index)
            }
        }
        // What is a file and a folder at once, whichever came first.
        for node in nodes {
            guard let file = node.file, let folder = node.folder else { continue }
            faults.append(
                ZipFault(
                    .repeatedName, entry: members[file].name, "'\(members[folder].name)' makes a folder of this file"))
        }
    }

    private mutating func add(_ member: ZipMember, _ index: Int) {
        let parts = Self.parts(of: member.rawName)
        var node = -1
        for (depth, part) in parts.enumerated() {
            let step = Step(parent: node, part: Self.folded(part))
            node = steps[step] ?? nodes.count
            if node == nodes.count {
                steps[step] = node
                nodes.append(Node())
            }
            if depth < parts.count - 1 { nodes[node].folder = nodes[node].folder ?? index }
        }
        guard node >= 0 else { return }
        if member.isFolder {
            nodes[node].folder = nodes[node].folder ?? index
        } else if let twin = nodes[node].file {
            let isSame = Self.parts(of: members[twin].rawName) == parts
            faults.append(
                isSame
                    ? ZipFault(
                        .repeatedName, entry: member.name, "it unpacks to the same file as '\(members[twin].name)'")
                    : ZipFault(
                        .caseTwin, entry: member.name,
                        "another entry is named '\(members[twin].name)': on some systems the same"))
        } else {
            nodes[node].file = index
        }
    }

    /// The parts that make a path.
    private static func parts(of rawName: [UInt8]) -> [ArraySlice<UInt8>] {
        rawName.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    }

    /// A part as the least exact file system compares it.
    private static func folded(_ part: ArraySlice<UInt8>) -> String {
        var part = part
        while let last = part.last, last == UInt8(ascii: ".") || last == UInt8(ascii: " "), part.count > 1 {
            part.removeLast()
        }
        return ZipMember.visible(Array(part)).uppercased().lowercased()
    }
}
