import GRDB
public import TrackingLog

/// The state of pruning in a store.
///
/// Recorders remember numbers of rows from one transaction to the next. Pruned rows must not be among them, so pruning
/// goes through stages. It is announced first: from then on no recorder begins with what it remembers. Recorders that had
/// begun have a moment to finish. A recorder that has not finished when the first row is removed has to start again.
struct PruningState: Equatable {
    /// Grows by 1 with each stage: idle, announced, removing rows, idle again and so on.
    var stage: Int64
    /// No older event is recorded any more, since it may have been in the store.
    var before: Timestamp?

    /// Whether rows stay where they are until the next stage.
    var isQuiet: Bool { stage % 3 == 0 }
    /// Whether rows are being removed, or were when a process died.
    var isRemoving: Bool { stage % 3 == 2 }

    init(_ database: Database) throws {
        let sql = "SELECT \(Columns.list) FROM pruning"
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql)) else {
            throw DatabaseError.damage("its row in the table `pruning` is missing")
        }
        stage = row[Columns.stage]
        before = (row[Columns.before] as Int64?).map(Timestamp.init(secondsSince1970:))
    }

    private enum Columns: Int32, QueryColumns {
        case stage, before
    }

    /// Whether numbers remembered in this state are still valid in a later one.
    func holds(in later: PruningState) -> Bool { !isQuiet || later.stage <= stage + 1 }
}

extension EventStore {
    /// Older events are pruned, and no longer recorded; nil where none are.
    public func prunedBefore() throws(StoreError) -> Timestamp? {
        try read { database in try PruningState(database).before }
    }
}
