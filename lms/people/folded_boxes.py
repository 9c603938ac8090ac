"""Boxes to tick that wait behind their question (components/field.html): most answers tick none."""

from django import forms


class FoldedBoxes(forms.CheckboxSelectMultiple):
    folded = True
