"""A round trip with python-gitlab; prints one line of JSON. Arguments: URL, token, group, project."""

import json
import os
import sys
import tempfile

import gitlab

url, token, group_path, project_path = sys.argv[1:5]
client = gitlab.Gitlab(url, private_token=token)
client.auth()
group = client.groups.get(group_path)
project = client.projects.get(project_path)
told = {"user": client.user.username, "library": gitlab.__version__}

issue = project.issues.create(
    {
        "title": "From Python",
        "description": "- [ ] one\n- [x] two",
        "labels": ["MDF-POP", "MDF::POP Pending"],
        "assignee_ids": [client.user.id],
        "confidential": True,
    }
)
told["created"] = [issue.labels, issue.confidential, issue.task_completion_status["count"]]
issue.labels = issue.labels + ["MDF:: POP Approved"]
issue.save()
told["relabelled"] = project.issues.get(issue.iid).labels
issue.notes.create({"body": "first"})
told["notes"] = [note.body for note in issue.notes.list(get_all=True) if not note.system]

epic = group.epics.create({"title": "From Python", "labels": "MDF"})
link = epic.issues.create({"issue_id": issue.id})
told["linked"] = [each.iid == issue.iid for each in epic.issues.list(get_all=True)]
for each in epic.issues.list(get_all=True):
    each.delete()
told["unlinked"] = len(epic.issues.list(get_all=True))
epic.state_event = "close"
epic.save()
told["epic"] = group.epics.get(epic.iid).state

with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
    file.write(b"%PDF-1.7 not really")
told["upload"] = project.upload("Rechnung März.pdf", filepath=file.name)["markdown"].split("(")[0]
os.unlink(file.name)

for number in range(45):
    project.issues.create({"title": f"row {number}", "labels": ["rows"]})
pages = project.issues.list(iterator=True, per_page=20, labels=["rows"])
told["pages"] = [pages.total, len(list(pages))]
told["keyset"] = len(
    project.issues.list(
        get_all=True, pagination="keyset", order_by="created_at", sort="asc", per_page=7, labels=["rows"]
    )
)
told["filtered"] = sorted(each.iid for each in project.issues.list(iids=[1, 2], get_all=True))

refusals = []
for attempt in (
    lambda: client.projects.get("no/where"),
    lambda: project.labels.create({"name": "MDF-POP", "color": "#112233"}),
    lambda: project.issues.create({"title": ""}),
):
    try:
        attempt()
    except gitlab.GitlabError as error:
        refusals.append([error.response_code, str(error.error_message)])
told["refusals"] = refusals

# What surrounds an issue: milestone, reactions, to-dos, events, search, boards, repository.
milestone = project.milestones.create({"title": "FY27 Q4", "due_date": "2027-01-31"})
issue.milestone_id = milestone.id
issue.save()
told["milestone"] = [
    issue.milestone["title"],
    [each.iid == issue.iid for each in milestone.issues()],
    len(project.issues.list(milestone="FY27 Q4", get_all=True)),
    [event.action for event in issue.resourcemilestoneevents.list(get_all=True)],
]
award = issue.awardemojis.create({"name": "thumbsup"})
note = issue.notes.list(get_all=True)[0]
note.awardemojis.create({"name": "rocket"})
told["awards"] = [award.awardable_type, project.issues.get(issue.iid).upvotes, note.awardemojis.list()[0].name]
award.delete()
client.todos.mark_all_as_done()
issue.todo()
told["todos"] = [[todo.action_name, todo.target["iid"] == issue.iid] for todo in client.todos.list(get_all=True)]
client.todos.list(get_all=True)[0].mark_as_done()
told["todos left"] = len(client.todos.list(get_all=True))
told["events"] = [
    client.events.list(get_all=False)[0].author_username,
    project.events.list(action="commented", get_all=False)[0].target_title,
]
told["search"] = [
    [row["title"] for row in client.search("issues", "From Python")],
    len(project.search("milestones", "FY27")),
    len(group.search("epics", "From Python")),
]
board = project.boards.create({"name": "Funds"})
column = board.lists.create({"label_id": project.labels.get("MDF-POP").id})
told["board"] = [column.label["name"], len(project.boards.get(board.id).lists.list(get_all=True))]
thread = issue.discussions.create({"body": "why?"})
thread.notes.create({"body": "because"})
told["thread"] = [entry["body"] for entry in issue.discussions.get(thread.id).attributes["notes"]]
issue.time_estimate("3h")
issue.add_spent_time("1h 30m")
told["time"] = project.issues.get(issue.iid).time_stats()["human_total_time_spent"]
template = project.files.get(".gitlab/issue_templates/channel_mdf_pop.md", "main").decode().decode()
told["template"] = template == client.http_get(
    f"/projects/{project.id}/templates/issues/channel_mdf_pop"
)["content"]
told["members"] = client.user.id in [member.id for member in project.members_all.list(get_all=True)]
watched = project.labels.create({"name": "watched", "color": "#112233"})
watched.subscribe()
told["watched"] = project.labels.get("watched").subscribed

label = project.labels.create({"name": "a::b/c", "color": "#112233"})
told["label"] = project.labels.get("a::b/c").id == label.id
label.delete()
epic.delete()
issue.delete()
print(json.dumps(told))
