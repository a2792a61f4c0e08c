import { groupLevel, mayPlan, projectLevel } from '../model/access';
import { availableLabels } from '../model/labels';
import type { Place } from '../model/types';
import type { Board, BoardList } from '../model/types-around';
import { badRequest, forbidden, recordNotFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findGroup, findProject, pathNumber, placeOf } from '../http/find';
import { paginate } from '../http/paging';
import { boardFull, boardLists } from '../present/around';

type Kind = Place['kind'];

function findPlace(call: Call, kind: Kind): Place {
  return kind === 'project' ? placeOf(kind, findProject(call)) : placeOf(kind, findGroup(call));
}

function boardsOf(call: Call, place: Place): Board[] {
  return [...call.world.boards.values()].filter(
    (board) => board.place.kind === place.kind && board.place.id === place.id,
  );
}

function findBoard(call: Call, kind: Kind): Board {
  const id = pathNumber(call, 'board_id');
  const board = boardsOf(call, findPlace(call, kind)).find((candidate) => candidate.id === id);
  if (!board) throw recordNotFound();
  return board;
}

function authorize(call: SignedCall, { kind, id }: Place): void {
  const level =
    kind === 'project' ? projectLevel(call.world, call.user, id) : groupLevel(call.world, call.user, id);
  if (!mayPlan(level)) throw forbidden();
}

function create(call: SignedCall, kind: Kind): unknown {
  const name = call.read.required('name');
  call.read.check();
  const place = findPlace(call, kind);
  authorize(call, place);
  const board: Board = { id: call.world.nextId('board'), place, name, lists: [] };
  call.world.boards.set(board.id, board);
  return boardFull(call.world, board, call.origin);
}

function findList(call: Call, board: Board): BoardList {
  const id = pathNumber(call, 'list_id');
  const list = board.lists.find((candidate) => candidate.id === id);
  if (!list) throw recordNotFound();
  return list;
}

function rowOf(call: Call, board: Board, list: BoardList): unknown {
  return boardLists(call.world, board).find(({ id }) => id === list.id);
}

function addList(call: SignedCall, kind: Kind): unknown {
  const labelId = call.read.integer('label_id');
  if (typeof labelId !== 'number')
    call.read.complain(
      'label_id, milestone_id, assignee_id, iteration_id are missing, exactly one parameter must be provided',
    );
  call.read.check();
  const board = findBoard(call, kind);
  authorize(call, board.place);
  const label = availableLabels(call.world, board.place).find(({ id }) => id === labelId);
  if (!label) throw badRequest('Label not found!');
  const list: BoardList = { id: call.world.nextId('boardList'), labelId: label.id };
  board.lists.push(list);
  return rowOf(call, board, list);
}

function moveList(call: SignedCall, kind: Kind): unknown {
  const position = call.read.integer('position');
  if (typeof position !== 'number') call.read.complain('position is missing');
  call.read.check();
  const board = findBoard(call, kind);
  authorize(call, board.place);
  const list = findList(call, board);
  const rest = board.lists.filter(({ id }) => id !== list.id);
  rest.splice(position ?? 0, 0, list);
  board.lists = rest;
  return rowOf(call, board, list);
}

function register(api: Api, prefix: string, kind: Kind): void {
  const one = `${prefix}/boards/:board_id`;
  api.get(`${prefix}/boards`, (call) =>
    paginate(call, boardsOf(call, findPlace(call, kind))).map((board) =>
      boardFull(call.world, board, call.origin),
    ),
  );
  api.post(`${prefix}/boards`, (call) => create(call, kind));
  api.get(one, (call) => boardFull(call.world, findBoard(call, kind), call.origin));
  api.put(one, (call) => {
    const board = findBoard(call, kind);
    authorize(call, board.place);
    board.name = call.read.text('name') ?? board.name;
    return boardFull(call.world, board, call.origin);
  });
  api.delete(one, (call) => {
    const board = findBoard(call, kind);
    authorize(call, board.place);
    call.world.boards.delete(board.id);
  });
  api.get(`${one}/lists`, (call) => paginate(call, boardLists(call.world, findBoard(call, kind))));
  api.post(`${one}/lists`, (call) => addList(call, kind));
  api.get(`${one}/lists/:list_id`, (call) => {
    const board = findBoard(call, kind);
    return rowOf(call, board, findList(call, board));
  });
  api.put(`${one}/lists/:list_id`, (call) => moveList(call, kind));
  api.delete(`${one}/lists/:list_id`, (call) => {
    const board = findBoard(call, kind);
    authorize(call, board.place);
    const list = findList(call, board);
    board.lists = board.lists.filter(({ id }) => id !== list.id);
  });
}

/** Boards of projects and groups; a list on one stands for a label. */
export function boardRoutes(api: Api): void {
  register(api, '/projects/:id', 'project');
  register(api, '/groups/:id', 'group');
}
