import Durability
import LogArchive
import TrackingLog
import TransparencyLog

/// The files that a stopped run left of the next night: salts, zip, search index, manifest, tiles.
///
/// Manifest and tiles must follow from the sealed nights.
struct UnfinishedNight {
    /// The night; nil if there is none.
    private(set) var day: Day?
    /// The paths of its files.
    private(set) var paths: Set<String> = []

    init(_ archive: String, _ rest: [String], _ ledger: LedgerAudit) {
        let days = Set(rest.compactMap { ArchivePath.day(zip: $0) ?? ArchivePath.day(salts: $0) })
        let next =
            ledger.hasCheckpoint
            ? ledger.nights.last.map { $0.day.adding(days: 1) } : days.count == 1 ? days.first : nil
        guard let next, days.contains(next) else { return }
        // They appear first, and the zip follows from them.
        let salts = ArchivePath.salts(next)
        guard rest.contains(salts), (try? NightSalts(FileBytes.read("\(archive)/\(salts)"))) != nil else { return }
        let zip = ArchivePath.zip(next)
        // Without a ledger salts alone could be planted in place of anything.
        guard ledger.hasCheckpoint || rest.contains(zip) else { return }
        day = next
        paths.insert(salts)
        guard rest.contains(zip), Self.isNightZip("\(archive)/\(zip)", next) else { return }
        paths.insert(zip)
        if rest.contains(ArchivePath.index(next)) { paths.insert(ArchivePath.index(next)) }
        let path = ArchivePath.manifest(next)
        guard rest.contains(path), let bytes = try? FileBytes.read("\(archive)/\(path)"),
            let manifest = try? Manifest(bytes), Self.follows(manifest, ledger, next),
            Self.isZip("\(archive)/\(manifest.archive)", of: manifest)
        else { return }
        paths.insert(path)
        let entries = ledger.entries + [bytes]
        var tree = ledger.tree
        tree.append(.leaf(bytes))
        for place in Tiles.places(size: tree.size) where place.minimumSize == tree.size {
            let path = "\(ArchivePath.ledger)/\(place.path)"
            guard let bytes = try? FileBytes.read("\(archive)/\(path)"),
                bytes == Tiles.bytes(of: place, tree: tree, entry: { entries[$0] })
            else { continue }
            paths.insert(path)
        }
    }

    private static func follows(_ manifest: Manifest, _ ledger: LedgerAudit, _ day: Day) -> Bool {
        manifest.day == day && manifest.previous == ledger.entries.last.map { SHA256Hash.of($0) }
            && manifest.firstEvent == (ledger.nights.last.map { $0.manifest.lastEvent + 1 } ?? 1)
    }

    /// Whether a zip is the manifest's; its length is checked first, because it could be any.
    private static func isZip(_ file: String, of manifest: Manifest) -> Bool {
        do throws(FileError) {
            let zip = try OpenFile(file)
            guard zip.size == manifest.zipBytes else { return false }
            return try FileHash.of(zip, named: file).hash == manifest.zipHash
        } catch {
            return false
        }
    }

    /// Whether a zip has the form of a night's archive.
    private static func isNightZip(_ file: String, _ day: Day) -> Bool {
        do throws(FileError) {
            let zip = try OpenFile(file)
            let structure = ZipStructure(zip)
            return structure.faults.isEmpty && structure.members.map(\.name) == [ArchivePath.entry(day)]
        } catch {
            return false
        }
    }
}
