import Foundation
import TrackingLog

/// The names of a zip's entries as paths: finds those that unpack to the same file.
///
/// Parts are compared as the least exact file system does: without case (full Unicode case mapping), composed (NFC),
/// without the dots and spaces at their ends; parts that are empty or `.` are left out. Paths are sorted, so that paths
/// to one place, or into it, are neighbors.
struct ZipNames {
    /// An entry's path, its parts folded and separated by NUL, which sorts before all other characters.
    private struct Path {
        var bytes: [UInt8]
        var index: Int
    }

    private let members: [ZipMember]
    private var found: [(index: Int, fault: ZipFault)] = []

    /// What is wrong with the names, in the order of the directory.
    var faults: [ZipFault] { found.sorted { $0.index < $1.index }.map(\.fault) }

    init(_ members: [ZipMember]) {
        self.members = members
        var raw: Set<[UInt8]> = []
        var paths: [Path] = []
        for (index, member) in members.enumerated() {
            if let danger = member.danger { note(.unsafeName, index, danger) }
            if raw.insert(member.rawName).inserted {
                paths.append(Path(bytes: Self.folded(member.rawName), index: index))
            } else {
                note(.repeatedName, index, "two entries have this name")
            }
        }
        paths.sort { left, right in
            left.bytes == right.bytes ? left.index < right.index : left.bytes.lexicographicallyPrecedes(right.bytes)
        }
        var start = 0
        while start < paths.count {
            let bytes = paths[start].bytes
            let end = paths[start...].firstIndex { $0.bytes != bytes } ?? paths.count
            compare(paths[start..<end].map(\.index), next: end < paths.count ? paths[end] : nil, bytes)
            start = end
        }
    }

    /// Compares the entries of one path with each other, and with the next path, which may lead into it.
    private mutating func compare(_ indices: [Int], next: Path?, _ bytes: [UInt8]) {
        guard !bytes.isEmpty, let file = indices.first(where: { !members[$0].isFolder }) else { return }
        for index in indices where index != file && !members[index].isFolder {
            let name = members[file].name
            if Self.parts(of: members[index].rawName) == Self.parts(of: members[file].rawName) {
                note(.repeatedName, index, "the entry unpacks to the same file as '\(name)'")
            } else {
                note(.caseTwin, index, "another entry is named '\(name)', which is the same file on some systems")
            }
        }
        let within = next.flatMap { $0.bytes.starts(with: bytes + [0]) ? $0.index : nil }
        if let folder = indices.first(where: { members[$0].isFolder }) ?? within {
            note(.repeatedName, file, "'\(members[folder].name)' makes this file a folder")
        }
    }

    private mutating func note(_ kind: ZipFault.Kind, _ index: Int, _ reason: String) {
        found.append((index, ZipFault(kind, entry: members[index].name, reason)))
    }

    /// The parts of a path.
    private static func parts(of rawName: [UInt8]) -> [ArraySlice<UInt8>] {
        rawName.split(separator: .slash).filter { !$0.elementsEqual(".".utf8) }
    }

    /// A path as the least exact file system compares it.
    private static func folded(_ rawName: [UInt8]) -> [UInt8] {
        var path: [UInt8] = []
        for part in parts(of: rawName) {
            var part = part
            while let last = part.last, last == .dot || last == .space, part.count > 1 {
                part.removeLast()
            }
            if !path.isEmpty { path.append(0) }
            if part.allSatisfy({ 0x20..<0x7F ~= $0 }) {
                path += part.map(\.lowercasedASCII)
            } else {
                let text = ZipMember.visible(Array(part)).uppercased().lowercased()
                path += Array(text.precomposedStringWithCanonicalMapping.utf8)
            }
        }
        return path
    }
}
