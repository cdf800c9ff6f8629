"""Budgets: tags, updates, subscribers of a notification."""

import json

from moto.budgets.responses import BudgetsResponse

from .store import tag_operations

tag_budget = tag_operations(
    BudgetsResponse, lambda self: self.backend, "ResourceARN", "ResourceTags", "ResourceTagKeys"
)
_create_budget = BudgetsResponse.create_budget


def create_budget(self):
    result = _create_budget(self)
    account, name = self._get_param("AccountId"), self._get_param("Budget")["BudgetName"]
    tag_budget(self, f"arn:aws:budgets::{account}:budget/{name}")
    return result


def update_budget(self):
    new = self._get_param("NewBudget")
    self.backend.budgets[self._get_param("AccountId")][new["BudgetName"]].budget.update(new)
    return "{}"


def describe_subscribers_for_notification(self):
    asked = self._get_param("Notification")
    budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
    identity = ("NotificationType", "ComparisonOperator", "Threshold")
    found = [n for n in budget.notifications if all(n.details.get(k) == asked.get(k) for k in identity)]
    return json.dumps({"Subscribers": [subscriber for n in found for subscriber in n.subscribers]})


BudgetsResponse.create_budget = create_budget
BudgetsResponse.update_budget = update_budget
BudgetsResponse.describe_subscribers_for_notification = describe_subscribers_for_notification
