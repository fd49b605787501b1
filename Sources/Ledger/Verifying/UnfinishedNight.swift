import Durability
import LogArchive
import TrackingLog

/// What a run that was stopped left of exactly the next night: its zip, then its manifest, then tiles, each of which has to
/// follow from what is sealed.
struct UnfinishedNight {
    /// The night; nil where nothing is left of one.
    private(set) var day: Day?
    /// The paths that belong to it.
    private(set) var paths: Set<String> = []

    init(_ archive: String, _ rest: [String], _ ledger: LedgerAudit) {
        let zips = rest.compactMap { ArchivePath.day(zip: $0) }
        let next =
            ledger.isBegun ? ledger.manifests.last.map { $0.day.adding(days: 1) } : zips.count == 1 ? zips[0] : nil
        guard let next, zips.contains(next), Self.isSound("\(archive)/\(ArchivePath.zip(next))", next) else { return }
        day = next
        paths.insert(ArchivePath.zip(next))
        let path = ArchivePath.manifest(next)
        guard rest.contains(path), let bytes = try? FileBytes.read("\(archive)/\(path)"),
            let manifest = try? Manifest(bytes), Self.follows(manifest, ledger, next),
            Self.isZip("\(archive)/\(manifest.archive)", of: manifest)
        else { return }
        paths.insert(path)
        let entries = ledger.entries + [bytes]
        var tree = ledger.tree
        tree.append(.leaf(bytes))
        for place in Tiles.places(size: tree.size) where place.leastSize == tree.size {
            let path = "\(ArchivePath.ledger)/\(place.path)"
            guard let bytes = try? FileBytes.read("\(archive)/\(path)"),
                bytes == Tiles.bytes(of: place, tree: tree, entry: { entries[$0] })
            else { continue }
            paths.insert(path)
        }
    }

    private static func follows(_ manifest: Manifest, _ ledger: LedgerAudit, _ day: Day) -> Bool {
        manifest.day == day && manifest.previous == ledger.entries.last.map { LedgerHash.of($0) }
            && manifest.firstEvent == (ledger.manifests.last.map { $0.lastEvent + 1 } ?? 1)
    }

    /// Whether a zip is the one of a manifest, by its length first: it could be of any.
    private static func isZip(_ file: String, of manifest: Manifest) -> Bool {
        do throws(FileError) {
            let zip = try OpenFile(file)
            guard zip.size == manifest.zipBytes else { return false }
            return try FileHash.of(zip, named: file).hash == manifest.zipHash
        } catch {
            return false
        }
    }

    /// Whether a zip is as we write one of a night.
    private static func isSound(_ file: String, _ day: Day) -> Bool {
        do throws(FileError) {
            let zip = try OpenFile(file)
            let structure = ZipStructure(zip)
            return structure.faults.isEmpty && structure.members.map(\.name) == [ArchivePath.entry(day)]
        } catch {
            return false
        }
    }
}
